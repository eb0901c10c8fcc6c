"""Flows with known answers, as they are and in the variants that must not change a conclusion."""
import json
import os

from common import (Broken, Results, SHARED, conclusions, differences, flow2pcap, scratch, stats,
                    stats_of_all)

BASE = os.path.join(SHARED, "flows")

# Options of flow2pcap for each variant.
VARIANTS = {
    "tcp-cut-1": ["--tcp", "--cut", "1"],
    "tcp-cut-300": ["--tcp", "--cut", "300"],
    "mtu-600": ["--mtu", "600"],
    "v6": ["--v6"],
    "link-raw": ["--link", "raw"],
    "link-sll": ["--link", "sll"],
    "link-sll2": ["--link", "sll2"],
    "link-null": ["--link", "null"],
    "link-vlan": ["--link", "vlan"],
    "mirror": ["--mirror"],
    "tcp-mirror": ["--tcp", "--cut", "300", "--mirror"],
    "fragments-vlan": ["--mtu", "600", "--link", "vlan"],
}

# Where rung answers otherwise today, and why. An entry that is not true any more fails too.
KNOWN = {
    "rfc3261-18.2.1": {"call_ids": (0, 1)},    # its messages have no Call-ID at all
    "rfc3581-6": {"call_ids": (0, 1)},
}


def read_truth():
    rows = []
    with open(os.path.join(BASE, "flows_truth.tsv"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                continue
            c = line.rstrip("\n").split("\t")
            hand = json.loads(c[10]) if len(c) > 10 and c[10] else {}
            rows.append((c[0], {"messages": int(c[3]), "call_ids": int(c[4]), "early": int(c[5]),
                                "confirmed": int(c[6]), "transactions": int(c[7])}, hand))
    return rows


def add_hand_truth(expected, seen, hand, j):
    """The keys of a #truth line that concern stats."""
    state = hand.get("state")
    if state and "subscription" not in hand:
        states = state if isinstance(state, list) else [state]
        expected["states"] = sorted(s.split(" (")[0] for s in states)
        seen["states"] = sorted(sum(([k] * n for k, n in j["calls"]["states"].items()), []))
    if "calls" in hand:
        expected["calls"], seen["calls"] = hand["calls"], j["calls"]["total"]
    if "dialogs" in hand:
        expected["confirmed"] = hand["dialogs"]
    if "retransmissions" in hand:
        expected["retransmissions"] = hand["retransmissions"]
        seen["retransmissions"] = j["sip"]["retransmissions"]


def compare(flow, expected, hand, j):
    seen = {"messages": j["sip"]["messages"], "call_ids": j["sip"]["call_ids"],
            "early": j["dialogs"]["early"], "confirmed": j["dialogs"]["confirmed"],
            "transactions": j["transactions"]}
    expected = dict(expected)
    add_hand_truth(expected, seen, hand, j)
    return differences(differences(seen, expected), KNOWN.get(flow, {}))


def as_they_are(r, rows):
    """Returns {flow: stats} of those that are right."""
    base = {}
    paths = [os.path.join(BASE, flow, "capture.pcap") for flow, _, _ in rows]
    for (flow, expected, hand), j in zip(rows, stats_of_all(paths)):
        d = {"stats": (str(j), "an answer")} if isinstance(j, Exception) else \
            compare(flow, expected, hand, j)
        if d:
            r.check(f"flows/as-is/{flow}", d)
        else:
            base[flow] = j
    if len(base) == len(rows):
        r.ok(f"flows/as-is ({len(base)} flows)")
    return base


def strip_malformed(j):
    """A stream believes a Content-Length that a datagram contradicts, so faults may differ."""
    j["sip"].pop("malformed", None)
    return j


def steps(flow):
    """The rows of flow.tsv."""
    with open(os.path.join(BASE, flow, "flow.tsv"), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") + [""] * 12 for line in f if line[0] != "#"]


def variant(r, name, rows, base, folder):
    paths, bad = [], 0
    for flow, _, _ in rows:
        paths.append(os.path.join(folder, f"{flow}.{name}.pcap"))
        flow2pcap(os.path.join(BASE, flow), paths[-1], *VARIANTS[name])
    for (flow, expected, hand), path, j in zip(rows, paths, stats_of_all(paths)):
        if isinstance(j, Exception):
            d = {"stats": (str(j), "an answer")}
        else:
            d = compare(flow, expected, hand, j)
            if flow in base:
                d.update(differences(strip_malformed(conclusions(j)),
                                     strip_malformed(conclusions(base[flow]))))
            if name == "mirror":
                d.update(differences(j["input"]["duplicates"], j["input"]["packets"] // 2,
                                     "duplicates"))
        if d:
            bad += 1
            r.check(f"flows/{name}/{flow}", d)
        os.remove(path)
    if not bad:
        r.ok(f"flows/{name} ({len(rows)} flows)")


def first_request(flow):
    """Label of the first request that is not itself sent again, or None."""
    rows = steps(flow)
    again = {word.split("-of-")[1].rstrip(";,") for c in rows for word in c[11].split()
             if "retransmission-of-" in word}
    labels = [c[0] for c in rows]
    for c in rows:
        if c[3] == "req" and c[10] and c[0] not in again and labels.count(c[0]) == 1:
            return c[0]
    return None


def repeated(r, rows, base, folder):
    """One request is sent a second time: one retransmission more, nothing else."""
    name, paths, used = "dup", [], []
    for flow, _, _ in rows:
        label = first_request(flow) if flow in base else None
        if label:
            used.append(flow)
            paths.append(os.path.join(folder, f"{flow}.{name}.pcap"))
            flow2pcap(os.path.join(BASE, flow), paths[-1], "--dup", label)
    bad = 0
    for flow, j in zip(used, stats_of_all(paths)):
        if isinstance(j, Exception):
            d = {"stats": (str(j), "an answer")}
        else:
            want, have = conclusions(base[flow]), conclusions(j)
            more = {k: n - want["sip"]["requests"].get(k, 0)
                    for k, n in have["sip"]["requests"].items()
                    if n != want["sip"]["requests"].get(k, 0)}
            want["sip"]["messages"] += 1
            want["sip"]["retransmissions"] += 1
            have["sip"].pop("requests")
            want["sip"].pop("requests")
            d = differences(strip_malformed(have), strip_malformed(want))
            if list(more.values()) != [1]:
                d["requests"] = (more, "one more")
        if d:
            bad += 1
            r.check(f"flows/{name}/{flow}", d)
    if not bad:
        r.ok(f"flows/{name} ({len(used)} flows)")


def torture(r):
    path = os.path.join(BASE, "torture-rfc4475", "capture.pcap")
    try:
        j = stats(path)
        r.check("flows/torture", differences(j["sip"]["messages"], 49, "messages"))
    except Broken as e:
        r.fail("flows/torture", e)


def main():
    r = Results()
    if not os.path.isdir(BASE):
        r.skip("flows", f"{BASE} is not there")
        r.end()
    rows = read_truth()
    base = as_they_are(r, rows)
    with scratch() as folder:
        for name in VARIANTS:
            variant(r, name, rows, base, folder)
        repeated(r, rows, base, folder)
    torture(r)
    r.end()


main()
