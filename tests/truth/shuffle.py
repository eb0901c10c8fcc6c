"""Ten flows in one capture, overlapping in time, of the same phones: for each the same calls as alone,
and no link to another one. What calls have to do with each other is compared by mixed.py."""
import json
import os
import random
import struct

from common import Pcap, Results, SHARED, run, scratch

FIELDS = ("from", "to", "state", "code", "messages", "legs", "held_by", "forwarded_to", "codecs")
GROUPS = 12
TEN = 10
SPREAD = 8  # seconds in which they begin
PLAIN = ["manual-01-setup-disconnect", "manual-02-busy", "manual-04-hold", "manual-05-call-waiting",
         "manual-06-blind-transfer", "manual-07-attended-transfer-notify", "manual-08-forward-always",
         "manual-10-forward-no-answer", "b2bua-scored", "b2bua-session-id"]


def is_told(folder):
    """Are the addresses of the flow those of its source? 10.77.0.x stands for what is not told."""
    with open(os.path.join(folder, "truth.tsv"), encoding="utf-8") as f:
        return "\t10.77.0." not in f.read()


def names_of_flows():
    folder = os.path.join(SHARED, "flows")
    with open(os.path.join(folder, "flows_truth.tsv"), encoding="utf-8") as f:
        names = [line.split("\t")[0] for line in f if not line.startswith("#")]
    return [n for n in names if os.path.isfile(path_of(n)) and not n.startswith("torture")
            and is_told(os.path.join(folder, n))]


def path_of(name):
    return os.path.join(SHARED, "flows", name, "capture.pcap")


def shifted(capture, seconds):
    """(time, record) of each packet, so much later."""
    for record in capture.records:
        s, us = struct.unpack_from("<II", record)
        at = s * 1000000 + us + int(seconds * 1e6)
        yield at, struct.pack("<II", at // 1000000, at % 1000000) + record[8:]


def calls_of(path, *options):
    code, out, err = run("list", "--json", *options, path)
    if code or err:
        raise RuntimeError(f"status {code}: {err[-200:]}")
    return [json.loads(line) for line in out.splitlines()]


def conclusions(path):
    """{Call-ID: what is said of its call}."""
    said = {}
    for r in calls_of(path):
        row = {k: r[k] for k in FIELDS}
        row["links"] = sorted(x["call_id"] for x in r["links"])
        row["call_ids"] = sorted(r["call_ids"])
        said.update({call_id: row for call_id in r["call_ids"]})
    return said


def differences(alone, together):
    found = {}
    for call_id, row in alone.items():
        seen = together.get(call_id)
        if seen is None:
            found[call_id] = ("nothing", "a call")
        elif seen != row:
            key = next(k for k in row if seen[k] != row[k])
            found[f"{call_id} {key}"] = (seen[key], row[key])
    return found


def shuffle(r, test, names, rnd, folder):
    packets, header = [], None
    for name in names:
        capture = Pcap(path_of(name))
        packets += shifted(capture, rnd.uniform(0, SPREAD))
        header = header or capture
    packets.sort(key=lambda p: p[0])
    path = header.write(os.path.join(folder, "together.pcap"), [p for _, p in packets])
    together = conclusions(path)
    for name in names:
        r.check(f"{test}/{name}", differences(conclusions(path_of(name)), together))


def disjoint(names, rnd):
    """Ten flows no two of which share a Call-ID, and whose calls are over when they end: the others
    are another matter where the capture goes on."""
    chosen, taken = [], set()
    for name in rnd.sample(names, len(names)):
        rows = calls_of(path_of(name), "--all")
        ids = {call_id for row in rows for call_id in row["call_ids"]}
        over = all(row["state"] not in ("trying", "proceeding", "ringing") for row in rows)
        if ids and over and not ids & taken and len(chosen) < TEN:
            chosen.append(name)
            taken |= ids
    return chosen


def main():
    r = Results()
    if not os.path.isdir(os.path.join(SHARED, "flows")):
        r.skip("shuffle", f"{SHARED}/flows is not there")
        r.end()
    rnd = random.Random("shuffle")
    names = names_of_flows()
    with scratch() as folder:
        for i in range(3):
            shuffle(r, f"shuffle/manual-{i}", PLAIN, rnd, folder)
        for i in range(GROUPS):
            shuffle(r, f"shuffle/{i}", disjoint(names, rnd), rnd, folder)
    r.end()


main()
