"""Captures for the tests of pages: SIP over UDP in pcap files."""
import struct


def packet(seconds, source, target, payload):
    """One record: Ethernet, IPv4, UDP; addresses are the last byte of 10.0.0.x."""
    udp = struct.pack(">HHHH", 5060, 5060, 8 + len(payload), 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, bytes([10, 0, 0, source]), bytes([10, 0, 0, target]))
    frame = bytes(12) + b"\x08\x00" + ip + udp
    whole = int(seconds)
    return struct.pack("<IIII", whole, round((seconds - whole) * 1e6), len(frame), len(frame)) + frame


def write(path, packets):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1) + b"".join(packets))


def message(start, number, method, more=b"", body=b"", tag=b";tag=b", name=b'"Ann"'):
    return (start + b"\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK%d%s\r\nFrom: " % (number, method) + name +
            b" <sip:ann@example.com>;tag=a\r\nTo: <sip:bob@example.com>" + tag + b"\r\nCall-ID: page@example.com\r\nCSeq: %d %s\r\n"
            % (number, method) + more + b"Content-Length: %d\r\n\r\n" % len(body) + body)


INK = (b"<script>window.owned=1;alert(1)</script><img src=x onerror=\"window.owned=2\"><svg onload=window.owned=3>"
       b"</pre></details></script></style>--><a href=\"javascript:window.owned=4\">x</a>&lt;b&gt;'\"")
TURNED = "\u202egnp.exe\u2066 \u05d0\u05d1\u05d2 \u200f\u2028".encode()


def hostile(path):
    """A call in which everything that can hold text tries to be markup, a script, or to turn the line around."""
    more = (b"Subject: " + INK + TURNED + b"\r\nX-" + b"Evil: \x00\x1b[31m\xff\xfe\xc0\xaf\r\nContact: <sip:" + INK[:40] + b"@10.0.0.1>\r\n"
            b"User-Agent: " + INK + b"\r\nContent-Type: application/octet-stream\r\n")
    name = b'"' + INK.replace(b'"', b"") + TURNED + b'"'
    body = INK + b"\r\n" + bytes(range(256)) * 2 + TURNED
    first = message(b"INVITE sip:bob@example.com SIP/2.0", 1, b"INVITE", more, body, b"", name)
    last = message(b"SIP/2.0 603 " + INK, 1, b"INVITE", b"Reason: " + INK + b"\r\nWarning: 399 x \"" + INK + b'"\r\n', b"", name=name)
    ack = message(b"ACK sip:bob@example.com SIP/2.0", 1, b"ACK", name=name)
    write(path, [packet(1000, 1, 2, first), packet(1000.1, 2, 1, last), packet(1000.2, 1, 2, ack)])


def long(path, messages):
    """One call with so many messages."""
    sdp = b"v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
    typed = b"Content-Type: application/sdp\r\nContact: <sip:x@10.0.0.1>\r\nUser-Agent: Somebody/1.0\r\nMax-Forwards: 70\r\n"
    out = [packet(1000, 1, 2, message(b"INVITE sip:bob@example.com SIP/2.0", 1, b"INVITE", typed, sdp, b"")),
           packet(1000.1, 2, 1, message(b"SIP/2.0 200 OK", 1, b"INVITE", typed, sdp)),
           packet(1000.2, 1, 2, message(b"ACK sip:bob@example.com SIP/2.0", 1, b"ACK"))]
    for i in range((messages - len(out)) // 2):
        at = 1001 + i
        info = b"needle in a haystack" if i == messages // 3 else b"Signal=%d\r\nDuration=160\r\n" % i
        out.append(packet(at, 1, 2, message(b"INFO sip:bob@example.com SIP/2.0", i + 2, b"INFO",
                                            b"Content-Type: application/dtmf-relay\r\nUser-Agent: Somebody/1.0\r\nMax-Forwards: 70\r\n", info)))
        out.append(packet(at + .01, 2, 1, message(b"SIP/2.0 200 OK", i + 2, b"INFO", b"User-Agent: Somebody/1.0\r\n")))
    write(path, out)
