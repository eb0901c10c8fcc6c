"""Inputs that cannot be read whole: one sentence, exit status 3, and what came before is counted."""
import json
import os
import struct

from common import Pcap, Results, run, scratch

SAMPLE = "samples/call-setup.pcap"
OTHER, OTHER_PACKETS, OTHER_MESSAGES = "samples/busy.pcap", 7, 7
NOBODY = 65534
NOTHING = '{"input": {"packets": 0, "truncated": true}, "sip": {"messages": 0}}'


def pcapng_block(kind, body):
    n = 12 + len(body) + -len(body) % 4
    return struct.pack("<II", kind, n) + body + b"\0" * (-len(body) % 4) + struct.pack("<I", n)


def pcapng(records):
    """The packets of a pcap as a pcapng of one interface."""
    out = [pcapng_block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1)),
           pcapng_block(1, struct.pack("<HHI", 1, 0, 262144))]
    for rec in records:
        s, us, caplen, n = struct.unpack_from("<IIII", rec)
        t = s * 1000000 + us
        out.append(pcapng_block(6, struct.pack("<IIIII", 0, t >> 32, t & 0xffffffff, caplen, n) +
                                rec[16:]))
    return out


class Case:
    """A file's bytes, how many packets and messages must still be counted (None: not a matter)."""

    def __init__(self, name, data, packets=0, messages=0):
        self.name, self.data, self.packets, self.messages = name, data, packets, messages


def cases():
    c = Pcap(SAMPLE)
    head, recs = c.header, c.records[:4]  # INVITE, INVITE, 100, 180 or so: SIP all
    absurd = struct.pack("<IIII", 1, 0, 0xfffffff0, 0xfffffff0)
    over = struct.pack("<IIII", 1, 0, 300000000, 300000000)
    ng = pcapng(recs)
    front, two = b"".join(ng), b"".join(ng[:4])
    return [
        Case("empty", b""),
        Case("one-byte", b"\xa1"),
        Case("text", b"This is no capture at all, only text that somebody wrote.\n" * 4),
        Case("zeroes", b"\0" * 4096),
        Case("header-cut", head[:17]),
        Case("cut-in-record-header", head + recs[0] + recs[1][:9], 1, 1),
        Case("cut-in-packet", head + recs[0] + recs[1][:200], 1, 1),
        Case("cut-in-first-packet", head + recs[0][:100], 0, 0),
        Case("absurd-length", head + recs[0] + recs[1] + absurd + recs[2], 2, 2),
        Case("large-length", head + recs[0] + over + recs[2], 1, 1),
        Case("ng-header-cut", front[:20]),
        Case("ng-cut-in-block", front[:-30], 3, 3),
        Case("ng-cut-in-block-header", two + ng[4][:6], 2, 2),
        Case("ng-zero-length-block", two + struct.pack("<II", 6, 0) + ng[4], 2, 2),
        Case("ng-small-length-block", two + struct.pack("<III", 6, 8, 8) + ng[4], 2, 2),
        Case("ng-odd-length-block", two + struct.pack("<II", 5, 13) + b"\0" * 64, 2, 2),
        Case("ng-absurd-length-block", two + struct.pack("<II", 6, 0xfffffff0), 2, 2),
        Case("ng-trailer-wrong", two + ng[4][:-4] + struct.pack("<I", 12), None, None),
        Case("ng-no-interface", ng[0] + ng[2], None, None),
    ]


def check(r, name, arguments, packets=None, messages=None, files=None, stdin=None, user=None):
    """Status 3, one sentence per broken input, JSON with what was read (none when nothing was)."""
    code, out, err = run("stats", "--json", *arguments, stdin=stdin, user=user)
    lines = err.splitlines()
    why = []
    if code != 3:
        why.append(f"status {code}, expected 3")
    if len(lines) != 1 or not lines[0].startswith("rung: ") or len(lines[0]) < 30:
        why.append(f"said {err!r}, expected one sentence")
    elif files and not any(f in lines[0] for f in files):
        why.append(f"{lines[0]!r} does not name the file")
    try:
        j = json.loads(out or NOTHING) if packets == 0 else json.loads(out)
        if packets is not None and j["input"]["packets"] != packets:
            why.append(f"{j['input']['packets']} packets, expected {packets}")
        if messages is not None and j["sip"]["messages"] != messages:
            why.append(f"{j['sip']['messages']} messages, expected {messages}")
        if j["input"]["truncated"] is not True:
            why.append("not marked as truncated")
    except ValueError:
        why.append(f"no JSON: {out[:100]!r}")
    if why:
        r.fail(name, "; ".join(why))
    else:
        r.ok(name)


def main():
    r = Results()
    with scratch() as folder:
        missing = os.path.join(folder, "missing.pcap")
        check(r, "bad/missing", [missing], 0, 0, [missing])
        check(r, "bad/missing-beside-a-good-one", [missing, OTHER], OTHER_PACKETS, OTHER_MESSAGES,
              [missing])
        check(r, "bad/directory", [folder], 0, 0, [folder])
        closed = os.path.join(folder, "closed.pcap")
        with open(closed, "wb") as f, open(SAMPLE, "rb") as g:
            f.write(g.read())
        os.chmod(closed, 0)
        os.chmod(folder, 0o755)
        try:
            check(r, "bad/unreadable", [closed], 0, 0, [closed],
                  user=None if os.getuid() else NOBODY)
        except PermissionError:
            r.skip("bad/unreadable", "root reads everything, and nobody else may start rung here")
        for c in cases():
            path = os.path.join(folder, f"{c.name}.pcap")
            with open(path, "wb") as f:
                f.write(c.data)
            for threads in ("1", "2"):
                check(r, f"bad/{c.name}/threads-{threads}", ["--threads", threads, path], c.packets,
                      c.messages, [path])
            with open(path, "rb") as f:
                check(r, f"bad/{c.name}/stdin", ["-"], c.packets, c.messages, None, f)
            with os.popen(f"cat '{path}'") as pipe:
                check(r, f"bad/{c.name}/pipe", ["-"], c.packets, c.messages, None, pipe)
            both = None if c.messages is None else c.messages + OTHER_MESSAGES
            check(r, f"bad/{c.name}/beside-a-good-one", [path, OTHER], None, both, [path])
    r.end()


main()
