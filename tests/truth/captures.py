"""Real captures: the counts that tshark gives, or a row in captures_reasons.tsv that says why not.
Such a row holds what rung gives today, so that a change does not go unseen."""
import csv
import os

from common import Results, SHARED, differences, stats_of_all

BASE = os.path.join(SHARED, "captures")
REASONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "captures_reasons.tsv")
COLUMNS = ("messages", "requests", "responses", "call_ids", "udp", "tcp")


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def by_kind(text):
    """{"INVITE": 2} of "INVITE=2;…"."""
    return {k: int(n) for k, n in (a.rsplit("=", 1) for a in text.split(";") if a)}


def wanted(row, messages, udp, tcp):
    return {"messages": int(row[messages]), "requests": by_kind(row["requests"]),
            "responses": by_kind(row["responses"]), "call_ids": int(row["call_ids"]),
            "udp": int(row[udp]), "tcp": int(row[tcp])}


def seen(j):
    sip = j["sip"]
    return {"messages": sip["messages"], "requests": sip["requests"],
            "responses": sip["responses"], "call_ids": sip["call_ids"],
            "udp": sip["transports"].get("udp", 0), "tcp": sip["transports"].get("tcp", 0)}


def main():
    r = Results()
    if not os.path.isdir(BASE):
        r.skip("captures", f"{BASE} is not there")
        r.end()
    reasons = {row["file"]: row for row in table(REASONS)}
    rows = table(os.path.join(BASE, "truth.tsv"))
    equal = 0
    for row, j in zip(rows, stats_of_all([os.path.join(BASE, row["file"]) for row in rows])):
        name, known = row["file"], reasons.pop(row["file"], None)
        if isinstance(j, Exception):
            r.fail(f"captures/{name}", j)
            continue
        truth = wanted(row, "sip_messages", "sip_udp", "sip_tcp")
        d = differences(seen(j), wanted(known, "messages", "udp", "tcp") if known else truth)
        d.update(differences(j["input"]["packets"], int(row["packets"]), "packets"))
        if not d and known and not differences(seen(j), truth):
            r.fail(f"captures/{name}", "agrees with tshark now: take its row out of the reasons")
        elif d:
            r.check(f"captures/{name}", d)
        else:
            equal += known is None
            r.ok(f"captures/{name}" + (f" (by a reason: {known['reason']})" if known else ""))
    for name in reasons:
        r.fail(f"captures/{name}", "has a reason and is not in truth.tsv")
    print(f"{equal} of {len(rows)} captures as tshark counts them, the others for a written reason")
    r.end()


main()
