"""Many calls at once over one B2BUA that keeps nothing but the numbers: which legs does rung join?

Each variant makes a capture of its own, from a fixed seed, and counts the pairs of legs that stand
in one call: precision is the share of them that belong together, recall the share of those that
belong together that were found. RUNG_SLOW=1 takes 10,000 calls instead of 2,000."""
import heapq
import json
import os
import random
import struct

from common import Results, SLOW, run, scratch

CALLS = 10000 if SLOW else 2000
BEGINS = 10  # seconds in which they begin; they are all up at once after that
NODE, OTHER_SIDE = "10.0.0.1", "10.0.0.2"
PRECISION = 0.999

# name: (least recall, what differs from the plain case)
VARIANTS = {
    "numbers": (0.99, {}),
    "sdp-kept": (0.99, {"sdp": "kept"}),
    "sdp-all-alike": (0.98, {"sdp": "alike"}),
    "formats": (0.99, {"formats": True}),
    "call-centre": (0.97, {"callee": "+4930555000"}),
    "half-captured": (0.97, {"lost": 0.3}),
    "redial": (0.9, {"redial": True}),
    "trunk-number": (0.0, {"trunk": "+4930900000"}),
    "trunk-half-captured": (0.0, {"trunk": "+4930900000", "lost": 0.3}),
    "two-addresses": (0.99, {"inner": OTHER_SIDE}),
    "two-addresses-half-captured": (0.98, {"inner": OTHER_SIDE, "lost": 0.3}),
    "slow-node": (0.4, {"slow": True}),
    "call-centre-trunk": (0.0, {"callee": "+4930555000", "trunk": "+4930900000", "lost": 0.2}),
}


class Wire:
    """Datagrams in order of time, as a pcap of raw IPv4."""

    def __init__(self):
        self.heap, self.n = [], 0

    def send(self, at, source, target, text):
        heapq.heappush(self.heap, (at, self.n, source, target, text))
        self.n += 1

    def write(self, path):
        with open(path, "wb") as f:
            f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101))
            while self.heap:
                at, n, source, target, text = heapq.heappop(self.heap)
                data = text.encode()
                packet = (struct.pack(">BBHHHBBH", 0x45, 0, 28 + len(data), n & 0xffff, 0, 64, 17, 0)
                          + bytes(map(int, source.split("."))) + bytes(map(int, target.split(".")))
                          + struct.pack(">HHHH", 5060, 5060, 8 + len(data), 0) + data)
                ms = 1700000000000000 + int(at * 1e6)
                f.write(struct.pack("<IIII", ms // 1000000, ms % 1000000, len(packet), len(packet))
                        + packet)


class Leg:
    """One Call-ID between two hosts."""

    def __init__(self, rnd, wire, source, target, caller, callee, sdp):
        self.wire, self.source, self.target, self.sdp = wire, source, target, sdp
        self.caller, self.callee = caller, callee
        self.call_id = f"{rnd.getrandbits(64):016x}@{source}"
        self.tags = [f"{rnd.getrandbits(32):08x}", f"{rnd.getrandbits(32):08x}"]
        self.branch = f"{rnd.getrandbits(40):010x}"

    def head(self, start, cseq, back=False, branch="", tag=True):
        host = self.target if back else self.source
        from_, to = (self.callee, self.caller) if back else (self.caller, self.callee)
        tags = self.tags[::-1] if back else self.tags
        to_tag = f";tag={tags[1]}" if tag else ""
        return (f"{start}\r\nVia: SIP/2.0/UDP {host}:5060;branch=z9hG4bK{self.branch}{branch}\r\n"
                f"From: <sip:{from_}@example.net>;tag={tags[0]}\r\n"
                f"To: <sip:{to}@example.net>{to_tag}\r\nCall-ID: {self.call_id}\r\nCSeq: {cseq}\r\n")

    def say(self, at, text, back, body=""):
        if body:
            text += "Content-Type: application/sdp\r\n"
        text += f"Content-Length: {len(body)}\r\n\r\n{body}"
        ends = (self.target, self.source) if back else (self.source, self.target)
        self.wire.send(at, *ends, text)

    def invite(self, at):
        uri = f"INVITE sip:{self.callee}@{self.target} SIP/2.0"
        text = self.head(uri, "1 INVITE", tag=False) + f"Contact: <sip:{self.source}>\r\n"
        self.say(at, text, False, self.sdp)

    def answer(self, at, code, method="INVITE", number=1, back=False, branch=""):
        words = {100: "Trying", 180: "Ringing", 200: "OK", 486: "Busy Here",
                 487: "Request Terminated"}
        text = self.head(f"SIP/2.0 {code} {words[code]}", f"{number} {method}", back, branch,
                         code > 100)
        self.say(at, text, not back, self.sdp if (code, method) == (200, "INVITE") else "")

    def request(self, at, method, number, back=False, branch="", tag=True):
        who = self.source if back else self.target
        self.say(at, self.head(f"{method} sip:{who} SIP/2.0", f"{number} {method}", back, branch,
                               tag), back)


def sdp_of(host, number, port):
    return (f"v=0\r\no=- {number} 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 8 0\r\na=rtpmap:8 PCMA/8000\r\n")


def rewritten(rnd, number):
    """The same number as other networks write it."""
    national = number[3:]
    return rnd.choice([number, "0" + national, "0049" + national, f"+49-{national[:2]}-{national[2:]}"])


def play(rnd, legs, at, node_delay):
    """One call over two legs; what the one hears the other hears a little later."""
    first, second = legs
    end = rnd.choices(["answered", "busy", "given up"], [8, 1, 1])[0]
    late = lambda: node_delay(rnd)
    first.invite(at)
    first.answer(at + 0.002, 100)
    t = at + late()
    second.invite(t)
    second.answer(t + 0.003, 100)
    if end == "busy":
        t += rnd.uniform(0.05, 0.6)
        second.answer(t, 486)
        second.request(t + 0.001, "ACK", 1)
        t += late()
        first.answer(t, 486)
        first.request(t + 0.01, "ACK", 1)
        return t
    t += rnd.uniform(0.05, 1)
    second.answer(t, 180)
    first.answer(t + late(), 180)
    t += rnd.uniform(1, 12)
    if end == "given up":
        for leg in legs:
            leg.request(t, "CANCEL", 1, tag=False)
            leg.answer(t + 0.01, 200, "CANCEL")
            leg.answer(t + 0.02, 487)
            leg.request(t + 0.03, "ACK", 1)
            t += late()
        return t
    second.answer(t, 200)
    second.request(t + 0.002, "ACK", 1, branch="a")
    t += late()
    first.answer(t, 200)
    first.request(t + 0.01, "ACK", 1, branch="a")
    t = at + BEGINS + rnd.uniform(15, 60)
    hangs_up = legs if rnd.random() < 0.5 else legs[::-1]
    for leg in hangs_up:
        back = hangs_up[0] is second
        leg.request(t, "BYE", 2, back, branch="b")
        leg.answer(t + 0.01, 200, "BYE", 2, back, branch="b")
        t += late()
    return t


def node_delay(slow):
    def plain(rnd):
        return rnd.uniform(0.001, 0.03) if rnd.random() < 0.97 else rnd.uniform(0.03, 0.3)
    return (lambda rnd: rnd.uniform(0.2, 3)) if slow else plain


def make(path, seed, sdp="own", formats=False, callee=None, lost=0, redial=False, trunk=None,
         slow=False, inner=NODE):
    """Writes the capture. The pairs of Call-IDs that belong together, and how many legs there are."""
    rnd, wire, pairs, count = random.Random(seed), Wire(), [], 0
    silent, delay = Wire(), node_delay(slow)
    phones = [(f"10.{1 + i // 250}.{i % 250}.{rnd.randint(1, 250)}", f"+4930{rnd.randint(10**6, 10**7 - 1)}")
              for i in range(CALLS)]
    for _ in range(CALLS):
        at = rnd.uniform(0, BEGINS)
        (host, caller), (other, called) = rnd.sample(phones, 2)
        called = callee if callee and rnd.random() < 0.9 else called
        for _ in range(rnd.randint(2, 4) if redial and rnd.random() < 0.2 else 1):
            offer = sdp_of(host, rnd.getrandbits(30), rnd.randrange(10000, 60000, 2))
            passed = sdp_of(inner, rnd.getrandbits(30), rnd.randrange(10000, 60000, 2))
            if sdp == "kept":
                passed = offer
            elif sdp == "alike":
                offer = passed = sdp_of("0.0.0.1", 1, 4000)
            names = (caller, called)
            if formats:
                names = tuple(rewritten(rnd, n) for n in names)
            if trunk:
                names = (trunk, names[1])
            seen = [rnd.random() >= lost, rnd.random() >= lost]
            legs = (Leg(rnd, wire if seen[0] else silent, host, NODE, caller, called, offer),
                    Leg(rnd, wire if seen[1] else silent, inner, other, *names, passed))
            end = play(rnd, legs, at, delay)
            count += sum(seen)
            if all(seen):
                pairs.append(frozenset(leg.call_id for leg in legs))
            at = min(end, at + rnd.uniform(1, 3))
    wire.write(path)
    return pairs, count


def linked_pairs(path):
    """The pairs of Call-IDs that rung takes for one call, and how many Call-IDs it lists."""
    code, out, err = run("list", "--json", path)
    if code or err:
        raise RuntimeError(f"status {code}: {err[-200:]}")
    found, ids = set(), 0
    for line in out.splitlines():
        names = json.loads(line)["call_ids"]
        ids += len(names)
        found |= {frozenset((a, b)) for i, a in enumerate(names) for b in names[:i]}
    return found, ids


def check(r, name, least, options, folder):
    path = os.path.join(folder, f"{name}.pcap")
    pairs, count = make(path, name, **options)
    found, ids = linked_pairs(path)
    os.unlink(path)
    right = len(found & set(pairs))
    precision, recall = right / len(found) if found else 1, right / len(pairs)
    figures = f"precision {precision:.5f}, recall {recall:.4f} of {len(pairs)}"
    test = f"b2bua/{name}"
    if ids != count:
        r.fail(test, f"{ids} legs listed, {count} made")
    elif precision < PRECISION or recall < least:
        r.fail(test, f"{figures}; wanted {PRECISION} and {least}")
    else:
        r.ok(f"{test} ({figures})")


def main():
    r = Results()
    with scratch() as folder:
        for name, (least, options) in VARIANTS.items():
            check(r, name, least, options, folder)
    r.end()


main()
