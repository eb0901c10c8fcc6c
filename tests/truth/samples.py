"""The project's own samples, by samples.tsv: nothing but the repository is needed."""
import csv
import json
import os

from common import Results, differences, run, stats_of_all

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = "samples"


def table(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t"))


def told(call):
    """What became of a call, as samples_stories.tsv says it."""
    t = call["transfer"]
    who = ", ".join(str(t[k]) for k in ("transferor", "transferee", "target")) if t else ""
    return {"state": call["state"],
            "transfer": f"{t['kind']} {t['outcome']}: {who}; call {t['call']}" if t else "-",
            "relations": ";".join(sorted({f"{x['kind']} {x['call']}" for x in call["relations"]}))
                         or "-",
            "linked_by": ";".join(x["because"][0] for x in call["links"]) or "-"}


def stories(r):
    """Which calls belong together, and why."""
    rows = table("samples_stories.tsv")
    for name in sorted({row["sample"] for row in rows}):
        out = run("list", "--json", os.path.join(SAMPLES, name))[1]
        seen = {str(c["call"]): told(c) for c in map(json.loads, out.splitlines())}
        expected = {row["call"]: {k: row[k] for k in ("state", "transfer", "relations", "linked_by")}
                    for row in rows if row["sample"] == name}
        r.check(f"story of samples/{name}", differences(seen, expected))


def main():
    r = Results()
    rows = {row["sample"]: row for row in table("samples.tsv")}
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
    stories(r)
    r.end()


main()
