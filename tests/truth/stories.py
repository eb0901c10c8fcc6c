"""What rung concludes beyond counts: who holds, forwards, transfers, links, findings, steps. From the
#truth of the shared flows, as they are and in the variants that must not change a conclusion; and a
clean flow must be free of complaints but for those in stories_findings.tsv."""
import concurrent.futures
import csv
import json
import os

from common import Results, SHARED, differences, flow2pcap, run, scratch

HERE = os.path.dirname(os.path.abspath(__file__))
BASE = os.path.join(SHARED, "flows")
VARIANTS = {
    "as-is": None,
    "mirror": ["--mirror"],
    "tcp-cut-300": ["--tcp", "--cut", "300"],
    "mtu-600": ["--mtu", "600"],
    "v6": ["--v6"],
}

# The phones of the manual's flows: where no message has the display name, the user stands for it.
USERS = {"Transfer Target": "target", "User A": "1001", "User B": "1002", "User C": "1003", "User D": "1004"}

# What needs media streams is not there yet.
NEED_RTP = {"RTP-ONE-WAY"}

# --v6 leaves the IPv4 addresses in the messages as they are: those of every flow then are of another
# network than the packets, and a private one among them tells nothing any more.
NOT_OVER_V6 = {"NAT-PRIVATE-SDP"}


def read_truth():
    rows = {}
    with open(os.path.join(BASE, "flows_truth.tsv"), encoding="utf-8") as f:
        for line in f:
            c = line.rstrip("\n").split("\t")
            if not line.startswith("#"):
                rows[c[0]] = json.loads(c[10]) if len(c) > 10 and c[10] else {}
    return rows


def read_allowed():
    """{flow: {finding: why}} of errors and warnings that a flow deserves."""
    allowed = {}
    path = os.path.join(HERE, "stories_findings.tsv")
    with open(path, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            allowed.setdefault(row["flow"], {})[row["finding"]] = row["why"]
    return allowed


def lines(*arguments):
    code, out, err = run(*arguments)
    if code not in (0, 1) or err:
        raise ValueError(f"rung {arguments[0]}: status {code}, {err.strip()[-300:]}")
    return [json.loads(line) for line in out.splitlines() if line]


def ask(path):
    try:
        return (lines("list", "--json", path), lines("explain", "--json", path),
                lines("flow", "--json", path))
    except (ValueError, OSError) as e:
        return e


def is_person(seen, wanted):
    return seen == wanted or (wanted in USERS and seen == USERS[wanted])


def state_words(call):
    return call["state"] + (f" (held by {call['held_by']})" if call["held_by"] else "")


def check_transfer(d, calls, hand):
    found = [c["transfer"] for c in calls if c["transfer"]]
    if not found:
        d["transfer"] = (None, hand["transfer"])
        return
    t = found[0]
    if t["kind"] != hand["transfer"]:
        d["transfer"] = (t["kind"], hand["transfer"])
    outcome = hand.get("outcome", "").split(",")[0]
    if outcome and t["outcome"] != outcome:
        d["outcome"] = (t["outcome"], outcome)
    for role in ("transferor", "transferee", "target"):
        if role in hand and not is_person(t[role], hand[role]):
            d[role] = (t[role], hand[role])


def check_links(d, calls, hand):
    wanted = hand["link_by"] if isinstance(hand["link_by"], list) else [hand["link_by"]]
    because = {why for c in calls for x in c["links"] + c["relations"] for why in x["because"]}
    if not set(wanted) <= because:
        d["link_by"] = (sorted(because), wanted)


def check(hand, allowed, answers, untold):
    calls, findings, flows = answers
    calls = [c for c in calls if c["kind"] == "call"]
    d = {}
    if "state" in hand and "subscription" not in hand:
        wanted = hand["state"] if isinstance(hand["state"], list) else [hand["state"]]
        seen = sorted(state_words(c) for c in calls)
        d.update(differences(seen, sorted(wanted), "states"))
    if "code" in hand:
        d.update(differences(calls[0]["code"] if calls else None, hand["code"], "code"))
    for key, seen in (("calls", len(calls)), ("legs", sum(c["legs"] for c in calls))):
        if key in hand:
            d.update(differences(seen, hand[key], key))
    if "forwarded_to" in hand and not any(is_person(c["forwarded_to"], hand["forwarded_to"]) for c in calls):
        d["forwarded_to"] = ([c["forwarded_to"] for c in calls], hand["forwarded_to"])
    if "transfer" in hand:
        check_transfer(d, calls, hand)
    if "link_by" in hand:
        check_links(d, calls, hand)
    if "steps" in hand:
        seen = sum(row["kind"] == "message" for f in flows for row in f["rows"])
        d.update(differences(seen, hand["steps"], "steps"))
    wanted = hand.get("finding") or []
    wanted = set([wanted] if isinstance(wanted, str) else wanted) - NEED_RTP - untold
    seen = {f["id"] for f in findings}
    if not wanted <= seen:
        d["findings"] = (sorted(seen), sorted(wanted))
    complaints = {f["id"] for f in findings if f["severity"] != "info"} - wanted - set(allowed)
    if complaints:
        d["complaints"] = (sorted(complaints), sorted(wanted))
    return d


def variant(r, name, options, truth, allowed, folder):
    flows = [flow for flow in truth if flow != "torture-rfc4475"]
    paths, bad = [], 0
    for flow in flows:
        path = os.path.join(BASE, flow, "capture.pcap")
        if options:
            path = os.path.join(folder, f"{flow}.pcap")
            flow2pcap(os.path.join(BASE, flow), path, *options)
        paths.append(path)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        answers = list(pool.map(ask, paths))
    used = set()
    for flow, a in zip(flows, answers):
        if isinstance(a, Exception):
            d = {"rung": (str(a), "an answer")}
        else:
            # fragments are what --mtu is for
            ok = dict(allowed.get(flow, {}), **({"UDP-FRAGMENT": ""} if name == "mtu-600" else {}))
            d = check(truth[flow], ok, a, NOT_OVER_V6 if name == "v6" else set())
            used |= {(flow, f["id"]) for f in a[1]}
        if d:
            bad += 1
            r.check(f"stories/{name}/{flow}", d)
    if name == "as-is":
        for flow, found in allowed.items():
            for finding in found:
                if (flow, finding) not in used:
                    bad += 1
                    r.fail(f"stories/{flow}", f"{finding} of stories_findings.tsv is not found any more")
    if not bad:
        r.ok(f"stories/{name} ({len(flows)} flows)")


def main():
    r = Results()
    if not os.path.isdir(BASE):
        r.skip("stories", f"{BASE} is not there")
        r.end()
    truth, allowed = read_truth(), read_allowed()
    with scratch() as folder:
        for name, options in VARIANTS.items():
            variant(r, name, options, truth, allowed, folder)
    r.end()


main()
