"""The workload generator's captures against its own truth, with one thread and with several."""
import os
import subprocess
import sys

from common import Broken, Results, SHARED, SLOW, differences, scratch, stats

BUILD = os.environ.get("BUILD", "build")
WORKLOADS = {"small": ["--calls", "1000"]}
if SLOW:
    WORKLOADS["c10k"] = ["--calls", "10000"]
    WORKLOADS["flood"] = ["--mode", "flood", "--calls", "200000", "--tcp", "0"]
    WORKLOADS["single"] = ["--mode", "single", "--messages", "100000", "--tcp", "0"]

# End states of the generator, and what rung calls them.
# A transferred or replaced call was answered and ended by BYE, which is all that the generator says.
ENDS = {"COMPLETED": ("completed", "transferred", "replaced"), "CANCELLED": ("cancelled",), "BUSY": ("busy",),
        "REJECTED": ("rejected", "not found")}


def generator():
    source = os.path.join(SHARED, "tools", "sipload.c")
    program = os.path.join(BUILD, "truth", "sipload")
    if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
        os.makedirs(os.path.dirname(program), exist_ok=True)
        subprocess.run([os.environ.get("CC", "gcc"), "-O2", "-o", program, source], check=True)
    return program


def read_truth(path):
    with open(path, encoding="utf-8") as f:
        return {k: int(v) for k, v in (line.split("\t") for line in f)}


def compare(j, truth):
    states, sip = j["calls"]["states"], j["sip"]
    seen = {"packets": j["input"]["packets"], "messages": sip["messages"],
            "retransmissions": sip["retransmissions"], "callids": sip["call_ids"],
            "calls": j["calls"]["total"], "dialogs": j["dialogs"]["confirmed"],
            "messages_tcp": sip["transports"]["tcp"]}
    expected = {k: truth.get(k, 0) for k in seen}
    for end, words in ENDS.items():
        seen[f"end.{end}"] = sum(states.get(w, 0) for w in words)
        expected[f"end.{end}"] = truth.get(f"end.{end}", 0)
    for kind, counts in (("method", sip["requests"]), ("status", sip["responses"])):
        seen.update({f"{kind}.{k}": n for k, n in counts.items()})
        expected.update({k: n for k, n in truth.items() if k.startswith(f"{kind}.")})
    return differences(seen, expected)


def main():
    r = Results()
    if not os.path.exists(os.path.join(SHARED, "tools", "sipload.c")):
        r.skip("load", f"{SHARED}/tools/sipload.c is not there")
        r.end()
    program = generator()
    with scratch() as folder:
        for name, options in WORKLOADS.items():
            path = os.path.join(folder, f"{name}.pcap")
            subprocess.run([program, *options, "-o", path], check=True, stdout=subprocess.DEVNULL,
                           stderr=sys.stderr)
            truth, one = read_truth(path + ".truth"), None
            for threads in ("1", "2", "4"):
                try:
                    j = stats("--threads", threads, path)
                except Broken as e:
                    r.fail(f"load/{name}/threads-{threads}", e)
                    continue
                one = one or j
                d = compare(j, truth)
                d.update(differences(j, one))
                r.check(f"load/{name}/threads-{threads}", d)
            os.remove(path)
    r.end()


main()
