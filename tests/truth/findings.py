"""The findings of the samples: those that a scenario names, and no other error or warning."""
import json
import os

from common import Results, run

SAMPLES = "samples"


def named(path):
    """What the line `finding` of a scenario says."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("finding "):
                return set(line.split()[1:])
    return set()


def main():
    r = Results()
    for name in sorted(f[:-5] for f in os.listdir(os.path.join(SAMPLES, "scenarios"))
                       if f.endswith(".flow")):
        wanted = named(os.path.join(SAMPLES, "scenarios", name + ".flow"))
        code, out, err = run("explain", "--all", "--json", os.path.join(SAMPLES, name + ".pcap"))
        try:
            found = [json.loads(line) for line in out.splitlines()]
        except ValueError:
            r.fail(name, f"no JSON: {out[:200]!r}")
            continue
        if code not in (0, 1) or err:
            r.fail(name, f"status {code}, {err.strip()[-300:] or 'nothing said'}")
            continue
        missing = wanted - {f["id"] for f in found}
        other = {f"{f['id']} ({f['text']})" for f in found
                 if f["severity"] != "info" and f["id"] not in wanted}
        if missing or other:
            r.fail(name, "; ".join([f"lacks {i}" for i in sorted(missing)] +
                                   [f"gives {i}" for i in sorted(other)]))
        else:
            r.ok(name)
    r.end()


main()
