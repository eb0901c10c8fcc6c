"""The samples made another way (TCP, IPv6, a tag, fragments): the conclusions stay the same."""
import concurrent.futures
import json
import os
import subprocess

from common import Broken, Results, differences, run, scratch, stats

SCENARIOS = "samples/scenarios"
VARIANTS = (("--tcp",), ("--v6",), ("--vlan", "7"), ("--mtu", "600"))

# What says how the packets travelled.
TRANSPORT = {"UDP-FRAGMENT", "TCP-CUT", "CLEN-MISMATCH", "RETRANS-HIGH", "SIPS-DOWNGRADE"}

# A refused TCP connection is another thing than a datagram that nobody takes, a connection goes on
# through a NAT whatever Contact says, and the addresses that --v6 gives are all of the same kind, none
# of them private.
OTHER = {("port-unreachable", "--tcp"), ("nat-private-contact", "--tcp"), ("nat-private-sdp", "--v6"), ("nat-private-via", "--v6"),
         ("nat-private-contact", "--v6")}


def conclusions(path):
    j = stats(path)
    code, out, err = run("explain", "--all", "--json", path)
    if code not in (0, 1) or err:
        raise Broken(f"explain: status {code}, {err.strip()[-300:]}")
    found = {json.loads(line)["id"] for line in out.splitlines()}
    return {"calls": j["calls"], "dialogs": j["dialogs"], "sessions": j["sessions"],
            "call_ids": j["sip"]["call_ids"], "registrations": j["registrations"],
            "findings": sorted(found - TRANSPORT)}


def made(gen, flow, variant, folder):
    """{what: (seen, expected)} of one variant of one sample, or an exception."""
    name = flow[:-5]
    out = os.path.join(folder, name + variant[0] + ".pcap")
    try:
        subprocess.run([gen, *variant, os.path.join(SCENARIOS, flow), out], check=True,
                       capture_output=True, timeout=60)
        return differences(conclusions(out), conclusions(f"samples/{name}.pcap"))
    except (Broken, subprocess.SubprocessError) as e:
        return e
    finally:
        if os.path.exists(out):
            os.remove(out)


def main():
    r = Results()
    gen = os.environ.get("GEN", "build/rung-gen")
    jobs = [(flow, v) for flow in sorted(os.listdir(SCENARIOS)) for v in VARIANTS
            if (flow[:-5], v[0]) not in OTHER]
    with scratch() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for (flow, v), seen in zip(jobs, pool.map(lambda job: made(gen, *job, folder), jobs)):
            name = f"{flow[:-5]} {' '.join(v)}"
            if isinstance(seen, Exception):
                r.fail(name, seen)
            else:
                r.check(name, seen)
    r.end()


main()
