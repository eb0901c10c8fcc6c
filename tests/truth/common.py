"""What the parts of tests/truth share: running rung, result lines, captures in and out."""
import concurrent.futures
import contextlib
import io
import json
import os
import runpy
import struct
import subprocess
import sys
import tempfile

RUNG = os.environ.get("RUNG", "build/rung")
SHARED = os.environ.get("RUNG_SHARED", "../shared")
SLOW = os.environ.get("RUNG_SLOW") == "1"
TIMEOUT = 300


class Results:
    """Prints a line per test and remembers whether one failed."""

    def __init__(self):
        self.failed = False

    def ok(self, name):
        print(f"ok {name}", flush=True)

    def fail(self, name, why):
        self.failed = True
        print(f"FAIL {name}: {why}", flush=True)

    def skip(self, name, why):
        print(f"skip {name}: {why}", flush=True)

    def check(self, name, differences):
        """differences: {what: (seen, expected)}, empty when all is well."""
        if differences:
            self.fail(name, "; ".join(f"{k}: seen {a!r}, expected {b!r}"
                                      for k, (a, b) in differences.items()))
        else:
            self.ok(name)

    def end(self):
        sys.exit(1 if self.failed else 0)


def run(*arguments, stdin=None, user=None):
    """rung with these arguments: (exit status, standard output, standard error)."""
    p = subprocess.run([RUNG, *arguments], stdin=stdin or subprocess.DEVNULL, capture_output=True,
                       timeout=TIMEOUT, check=False, user=user)
    return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")


class Broken(Exception):
    """rung did not answer as it must."""


def stats(*arguments, stdin=None, status=0):
    """The object of `rung stats --json`. Broken when it ends with another status or says something."""
    code, out, err = run("stats", "--json", *arguments, stdin=stdin)
    if code != status or (status == 0 and err):
        raise Broken(f"status {code}, {err.strip()[-300:] or 'nothing said'}")
    try:
        return json.loads(out)
    except ValueError:
        raise Broken(f"no JSON: {out[:200]!r}") from None


def stats_of_all(paths, *arguments):
    """stats of each path, two at a time; an exception in the place of what failed."""
    def one(path):
        try:
            return stats(*arguments, path)
        except (Broken, subprocess.TimeoutExpired) as e:
            return e
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(one, paths))


def conclusions(j):
    """What must not depend on how the packets came: all but input, transports and counters."""
    j = json.loads(json.dumps(j))
    for k in ("input", "counters", "kpi", "peers"):  # delays and addresses are those of the packets
        j.pop(k, None)
    for k in ("UDP-FRAGMENT", "TCP-CUT", "CLEN-MISMATCH", "RETRANS-HIGH", "NAT-PRIVATE-SDP"):
        j["findings"].pop(k, None)
    j["sip"].pop("transports", None)
    return j


def differences(seen, expected, at=""):
    """{path: (seen, expected)} of two JSON values."""
    if isinstance(seen, dict) and isinstance(expected, dict):
        d = {}
        for k in sorted(set(seen) | set(expected)):
            d.update(differences(seen.get(k), expected.get(k), f"{at}.{k}" if at else k))
        return d
    return {} if seen == expected else {at: (seen, expected)}


def flow2pcap(flow, out, *options):
    """Makes a capture of a flow's folder with the shared tool."""
    tool = os.path.join(SHARED, "tools", "flow2pcap.py")
    argv = sys.argv
    sys.argv = [tool, flow, out, *options]
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            runpy.run_path(tool, run_name="__main__")
    finally:
        sys.argv = argv


def scratch():
    """A folder that goes away with the program."""
    return tempfile.TemporaryDirectory(prefix="rung-truth-")


class Pcap:
    """A little-endian pcap of microseconds, taken apart into its records."""

    def __init__(self, path):
        with open(path, "rb") as f:
            data = f.read()
        if data[:4] != struct.pack("<I", 0xa1b2c3d4):
            raise ValueError(f"{path} is no such pcap")
        self.header, self.records, at = data[:24], [], 24
        while at + 16 <= len(data):
            n = struct.unpack_from("<I", data, at + 8)[0]
            self.records.append(data[at:at + 16 + n])
            at += 16 + n

    def write(self, path, records):
        with open(path, "wb") as f:
            f.write(self.header + b"".join(records))
        return path
