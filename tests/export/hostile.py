#!/usr/bin/env python3
"""Writes a capture of calls whose texts try to be syntax of other languages: tests/export/hostile.py FILE"""
import struct
import sys

TEXTS = [
    'end', 'End', 'END loop', 'a;b', 'a#b', '#35;', '#quot;', 'a:b', ': b', '%%{init: {"theme":"x"}}%%', '%% x',
    '<script>alert(1)</script>', '<br/>', '&lt;b&gt;', 'style x:#35; y', 'note over P1', 'participant P9 as x',
    '->>', '-->>P1: x', '"quoted" text', 'back\\slash', 'ends in \\', '\\"', '\\n\\t', "'/ x /'", '/* x */ // y # z',
    '!include /etc/passwd', '%getenv("HOME")', '%date()', '$x ${x}', '[[http://x y]]', '<img:http://127.0.0.1/x>',
    '<U+0041> &#65; ~x', '**b** //i// __u__ --s-- ""m""', '== x ==', '@enduml', '...', '|||', '];}', '", url="x"];',
    '$$x^2$$', '```', '| a | b |', '---', '* x', '[x](javascript:y)', ']]>', '[field0]', '[call_id]', '<![CDATA[',
    '=1+1', '+1', '-1', '@SUM(A1)', "\t=x", 'a,b', 'a""b', '\u202eabc\u2069', 'caf\u00e9 \u65e5\u672c \U0001f600',
    'autonumber', 'title x', 'else x', 'rect x', 'box', 'activate P1', 'x' * 300, '{', '}', '(', '))', '`x`', '?', '^',
]


def packet(at, src, dst, text):
    body = text.encode("utf-8", "surrogateescape")
    udp = struct.pack(">HHHH", 5060, 5060, 8 + len(body), 0) + body
    ip = struct.pack(">BBHHHBBH4B4B", 0x45, 0, 20 + len(udp), at & 0xffff, 0, 64, 17, 0, *src, *dst) + udp
    return struct.pack("<IIII", 1700000000 + at // 100, at % 100 * 10000, len(ip), len(ip)) + ip


def message(start, n, text, method, to_tag):
    return "\r\n".join([
        start, f"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK{n}", f'From: "{text}" <sip:a{n}@x>;tag=1',
        f"To: {text} <sip:b@x>{to_tag}", f"Call-ID: hostile-{n // 40}", f"CSeq: {n} {method}", f"Subject: {text}",
        "Contact: <sip:a@10.0.0.1>", "Content-Length: 0", "", ""])


def main():
    with open(sys.argv[1], "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
        for n, text in enumerate(TEXTS):
            a, b = (10, 0, 0, 1), (10, 0, 0, 2 + n % 3)
            quoted = text.replace("\\", "\\\\").replace('"', '\\"')
            f.write(packet(10 * n, a, b, message("INVITE sip:b@x SIP/2.0", n, quoted, "INVITE", "")))
            code = 180 if n % 2 else 486
            f.write(packet(10 * n + 2, b, a, message(f"SIP/2.0 {code} {text}", n, quoted, "INVITE", ";tag=2")))


main()
