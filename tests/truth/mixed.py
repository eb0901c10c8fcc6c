"""Ten samples at a time in one capture, overlapping, with the same phones: what becomes of each call
is what becomes of it alone. Which retry or which consultation belongs to whom can then be seen two
ways, so those and conferences are not compared."""
import json
import os
import random
import struct

from common import Pcap, Results, differences, run, scratch

SAMPLES = "samples"
MIXES, EACH, SPREAD = 12, 10, 8.0  # the starts lie within so many seconds

# Over TCP, in fragments, or without a call.
LEFT_OUT = {"tcp-call", "tcp-cut", "identity-refused", "fragment-missing", "fragmented-invite",
            "registration", "registration-flood", "registration-lapsed", "registration-shortened",
            "wrong-password", "no-password", "message-waiting", "options-unanswered",
            "one-side-captured", "loop", "scanner",
            "transfer-no-result"}  # any call from its A to C may be the one that is missing
DECISIVE = {"transfer", "pickup", "park", "forward"}


def calls(path):
    """{Call-IDs: what became of the call}."""
    found = [json.loads(line) for line in run("list", "--json", path)[1].splitlines()]
    name = {c["call"]: " ".join(sorted(c["call_ids"])) for c in found}
    told = {}
    for c in found:
        t = c["transfer"]
        told[name[c["call"]]] = {
            "state": c["state"],
            "transfer": t and [t["kind"], t["outcome"], name.get(t["call"])],
            "relations": sorted({f"{x['kind']} {name[x['call']]}" for x in c["relations"]
                                 if x["kind"] in DECISIVE})}
    return told


def begin_at(records, second):
    """The records, the first of them at this second."""
    def us(r):
        s, u = struct.unpack_from("<II", r)
        return s * 1000000 + u
    shift = int(second * 1000000) - us(records[0])
    return [(us(r) + shift, r[8:]) for r in records]


def main():
    r = Results()
    names = sorted(f[:-5] for f in os.listdir(SAMPLES) if f.endswith(".pcap"))
    names = [n for n in names if n not in LEFT_OUT]
    path = {n: os.path.join(SAMPLES, n + ".pcap") for n in names}
    alone = {n: calls(path[n]) for n in names}
    for seed in range(MIXES):
        chance = random.Random(seed)
        records, expected = [], {}
        for n in chance.sample(names, EACH):
            records += begin_at(Pcap(path[n]).records, 1772443800 + chance.random() * SPREAD)
            expected.update(alone[n])
        records.sort(key=lambda x: x[0])
        with scratch() as folder:
            mixed = Pcap(path[names[0]]).write(
                os.path.join(folder, "mixed.pcap"),
                [struct.pack("<II", *divmod(t, 1000000)) + rest for t, rest in records])
            r.check(f"mix {seed}", differences(calls(mixed), expected))
    r.end()


main()
