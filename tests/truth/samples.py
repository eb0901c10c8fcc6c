"""The project's own samples, by samples.tsv: nothing but the repository is needed."""
import csv
import os

from common import Results, differences, stats_of_all

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = "samples"


def main():
    r = Results()
    with open(os.path.join(HERE, "samples.tsv"), encoding="utf-8", newline="") as f:
        rows = {row["sample"]: row for row in csv.DictReader(f, delimiter="\t")}
    present = sorted(f for f in os.listdir(SAMPLES) if f.endswith((".pcap", ".pcapng")))
    for name in rows:
        if name not in present:
            r.fail(f"samples/{name}", "has a row in samples.tsv and is not there")
    have = [name for name in present if name in rows]
    for name in present:
        if name not in rows:
            r.fail(f"samples/{name}", "has no row in tests/truth/samples.tsv")
    for name, j in zip(have, stats_of_all([os.path.join(SAMPLES, name) for name in have])):
        if isinstance(j, Exception):
            r.fail(f"samples/{name}", j)
            continue
        row = rows[name]
        seen = {"messages": j["sip"]["messages"], "call_ids": j["sip"]["call_ids"],
                "early": j["dialogs"]["early"], "confirmed": j["dialogs"]["confirmed"],
                "transactions": j["transactions"],
                "retransmissions": j["sip"]["retransmissions"],
                "tcp": j["sip"]["transports"]["tcp"], "registrations": j["registrations"]}
        expected = {k: int(row[k]) for k in seen}
        seen["states"] = sorted(sum(([k] * n for k, n in j["calls"]["states"].items()), []))
        expected["states"] = sorted(s for s in row["states"].split(";") if s != "-")
        seen["malformed"], expected["malformed"] = j["sip"]["malformed"], int(row["malformed"])
        seen["counters"] = sorted(j["counters"])
        expected["counters"] = [c for c in row["counters"].split(";") if c != "-"]
        r.check(f"samples/{name}", differences(seen, expected))
    r.end()


main()
