"""One capture in several files, in any order, or through a pipe; and the capture filter: the same
conclusions."""
import os

from common import (Broken, Pcap, Results, SHARED, conclusions, differences, flow2pcap, scratch,
                    stats)


def split(capture, folder, parts):
    """Packet i goes to file i % parts."""
    return [capture.write(os.path.join(folder, f"part{k}.pcap"), capture.records[k::parts])
            for k in range(parts)]


def halves(capture, folder):
    """The first and the second half of the time, as a rotated capture has them."""
    middle = len(capture.records) // 2
    return [capture.write(os.path.join(folder, "early.pcap"), capture.records[:middle]),
            capture.write(os.path.join(folder, "late.pcap"), capture.records[middle:])]


def same(r, name, whole, *arguments, stdin=None):
    try:
        j = stats(*arguments, stdin=stdin)
    except Broken as e:
        r.fail(name, e)
        return
    d = differences(conclusions(j), conclusions(whole))
    for k in ("packets", "bytes", "first_ns", "last_ns", "duplicates", "truncated"):
        d.update(differences(j["input"][k], whole["input"][k], k))
    d.update(differences(j["sip"]["transports"], whole["sip"]["transports"], "transports"))
    r.check(name, d)


def merged(r, name, path, folder):
    whole, capture = stats(path), Pcap(path)
    a, b, c = split(capture, folder, 3)
    orders = [(a, b, c), (c, a, b), (b, c, a), (c, b, a)]
    for i, order in enumerate(orders):
        same(r, f"merge/{name}/thirds-{i}", whole, *order)
    same(r, f"merge/{name}/thirds-1-thread", whole, "--threads", "1", c, b, a)
    same(r, f"merge/{name}/halves", whole, *reversed(halves(capture, folder)))
    many = split(capture, folder, 12)  # more than are held open at once
    same(r, f"merge/{name}/twelfths", whole, *reversed(many))
    with open(path, "rb") as f:
        same(r, f"merge/{name}/stdin", whole, "-", stdin=f)
    with os.popen(f"cat '{path}'") as pipe:
        same(r, f"merge/{name}/pipe", whole, "-", stdin=pipe)


def filtered(r, name, path, expression, messages):
    try:
        j = stats("--bpf", expression, path)
        r.check(name, differences(j["sip"]["messages"], messages, "messages"))
    except Broken as e:
        r.fail(name, e)


def filters(r, folder):
    flow = os.path.join(SHARED, "flows", "manual-06-blind-transfer")
    variants = {"plain": [], "vlan": ["--link", "vlan"], "fragments": ["--mtu", "600"],
                "vlan-fragments": ["--link", "vlan", "--mtu", "600"], "sll2": ["--link", "sll2"],
                "raw-fragments": ["--link", "raw", "--mtu", "600"],
                "tcp": ["--tcp", "--cut", "300"], "v6": ["--v6"]}
    for name, options in variants.items():
        path = os.path.join(folder, f"filter-{name}.pcap")
        flow2pcap(flow, path, *options)
        filtered(r, f"bpf/{name}/port-5060", path, "port 5060", 24)
        filtered(r, f"bpf/{name}/other-port", path, "port 5070", 0)
        filtered(r, f"bpf/{name}/not", path, "not port 5060", 0)
        filtered(r, f"bpf/{name}/transport", path, "tcp or udp", 24)


def main():
    r = Results()
    with scratch() as folder:
        merged(r, "retransmission", "samples/retransmission.pcap", folder)
        merged(r, "tcp-call", "samples/tcp-call.pcap", folder)
        merged(r, "fragmented-invite", "samples/fragmented-invite.pcap", folder)
        filtered(r, "bpf/sample-fragments", "samples/fragmented-invite.pcap", "port 5060", 13)
        if os.path.isdir(os.path.join(SHARED, "flows")):
            for name in ("manual-06-blind-transfer", "fault-retransmitted-invite",
                         "manual-07-attended-transfer-notify"):
                merged(r, name, os.path.join(SHARED, "flows", name, "capture.pcap"), folder)
            filters(r, folder)
        else:
            r.skip("merge/flows", f"{SHARED}/flows is not there")
    r.end()


main()
