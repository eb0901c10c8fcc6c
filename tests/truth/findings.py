"""Findings in flows with known answers: those that a fault must give, and no others but what
findings_reasons.tsv explains. The same in variants of each flow."""
import concurrent.futures
import json
import os
import subprocess

from common import Broken, Results, SHARED, flow2pcap, run, scratch

BASE = os.path.join(SHARED, "flows")
REASONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "findings_reasons.tsv")

VARIANTS = {
    "mirror": ["--mirror"],
    "tcp-cut-300": ["--tcp", "--cut", "300"],
    "mtu-600": ["--mtu", "600"],
    "v6": ["--v6"],
}

# What a variant changes for good reason: size and framing depend on the transport, and there is no
# address translation between the IPv6 addresses of the variant.
DIFFER = {
    "mirror": (),
    "tcp-cut-300": ("UDP-FRAGMENT", "CLEN-MISMATCH", "TCP-CUT", "MALFORMED"),
    "mtu-600": ("UDP-FRAGMENT",),
    "v6": ("UDP-FRAGMENT", "NAT-PRIVATE-SDP", "NAT-PRIVATE-VIA", "NAT-PRIVATE-CONTACT"),
}


def explain(path):
    """[{id, severity, ...}]; Broken when rung does not answer as it must."""
    code, out, err = run("explain", "--json", path)
    if code not in (0, 1) or err:
        raise Broken(f"status {code}, {err.strip()[-300:] or 'nothing said'}")
    try:
        found = [json.loads(line) for line in out.splitlines()]
    except ValueError:
        raise Broken(f"no JSON: {out[:200]!r}") from None
    for f in found:
        if not f["packets"] or not f["text"].endswith((".", ")")) or not f["rfc"]:
            raise Broken(f"a finding without proof, text or RFC: {f}")
    if code != any(f["severity"] == "error" for f in found):
        raise Broken(f"status {code} for {[f['severity'] for f in found]}")
    return found


def explain_all(paths):
    """explain of each path, two at a time; an exception in the place of what failed."""
    def one(path):
        try:
            return explain(path)
        except (Broken, subprocess.TimeoutExpired) as e:
            return e
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(one, paths))


def read_flows():
    """{flow: what its #truth says, with `finding` as a list where it says so}."""
    flows = {}
    with open(os.path.join(BASE, "flows_truth.tsv"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                continue
            c = line.rstrip("\n").split("\t")
            hand = json.loads(c[10]) if len(c) > 10 and c[10] else {}
            if "finding" in hand:
                one = hand["finding"]
                hand["finding"] = one if isinstance(one, list) else [one] if one else []
            flows[c[0]] = hand
    return flows


def read_reasons():
    """{flow: {id}} of errors and warnings that a flow deserves, though no #truth names them."""
    reasons = {}
    with open(REASONS, encoding="utf-8") as f:
        next(f)
        for line in f:
            flow, name, reason = line.rstrip("\n").split("\t")
            assert reason
            reasons.setdefault(flow, set()).add(name)
    return reasons


def complaints(found):
    return {f["id"] for f in found if f["severity"] != "info"}


def is_known(name):
    """Rules that need media come later."""
    return not name.startswith("RTP-")


def compare(found, truth, reasons):
    """{what: (seen, expected)}"""
    must = {x for x in truth.get("finding", []) if is_known(x)}
    seen = {f["id"] for f in found}
    d = {}
    if not must <= seen:
        d["finding"] = (sorted(seen), sorted(must))
    if complaints(found) - must != reasons:
        d["errors and warnings"] = (sorted(complaints(found) - must), sorted(reasons))
    if truth.get("finding") == [] and seen:
        d["findings of a clean flow"] = (sorted(seen), [])
    return d


def as_they_are(r, flows, reasons):
    """Returns {flow: complaints}."""
    base, good = {}, 0
    for flow, found in zip(flows, explain_all([os.path.join(BASE, f, "capture.pcap")
                                               for f in flows])):
        if isinstance(found, Exception):
            r.fail(f"findings/as-is/{flow}", found)
            continue
        base[flow] = complaints(found)
        d = compare(found, flows[flow], reasons.get(flow, set()))
        good += not d
        if d:
            r.check(f"findings/as-is/{flow}", d)
    if good == len(flows):
        r.ok(f"findings/as-is ({good} flows)")
    return base


def variant(r, name, base, folder):
    paths = []
    for flow in base:
        paths.append(os.path.join(folder, f"{flow}.{name}.pcap"))
        flow2pcap(os.path.join(BASE, flow), paths[-1], *VARIANTS[name])
    good = 0
    for flow, path, found in zip(base, paths, explain_all(paths)):
        os.remove(path)
        if isinstance(found, Exception):
            r.fail(f"findings/{name}/{flow}", found)
            continue
        seen = complaints(found) - set(DIFFER[name])
        expected = base[flow] - set(DIFFER[name])
        good += seen == expected
        if seen != expected:
            r.fail(f"findings/{name}/{flow}",
                   f"seen {sorted(seen)}, expected {sorted(expected)}")
    if good == len(base):
        r.ok(f"findings/{name} ({good} flows)")


def main():
    r = Results()
    if not os.path.isdir(BASE):
        r.skip("findings", f"{BASE} is not there")
        r.end()
    flows, reasons = read_flows(), read_reasons()
    for flow in sorted(set(reasons) - set(flows)):
        r.fail(f"findings/reasons/{flow}", "there is no such flow")
    base = as_they_are(r, flows, reasons)
    with scratch() as folder:
        for name in VARIANTS:
            variant(r, name, base, folder)
    r.end()


main()
