"""Pages of rung in headless Chromium: usage drive.py PROGRAM FOLDER [TEST...]. One line per test."""
import base64
import hashlib
import os
import re
import subprocess
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import browser  # noqa: E402
import capture  # noqa: E402

rung, folder = sys.argv[1:3]
LOAD_SECONDS, SEARCH_SECONDS, MESSAGES = 20, 5, 5000  # of a slow machine; what it took is said


def page(name, source, *options):
    path = os.path.join(folder, name + ".html")
    subprocess.run([rung, "flow", "--format", "html", "-o", path, *options, source], check=True)
    return path


def check(what, have, want=True):
    if have != want:
        raise AssertionError(f"{what}: {have!r}, not {want!r}")


def quiet(b):
    """Nothing was refused, thrown or asked of a network."""
    check("complaints", b.complaints, [])
    check("requests", [u for u in b.requests if not u.startswith("file:")], [])


def class_of_root(b, name):
    return b.ask(f"document.documentElement.classList.contains('{name}')")


SHOWN = "Array.from(document.querySelectorAll('#messages details[open]')).map(e => e.querySelector('div').id).join()"
AT = "Array.from(document.querySelectorAll('#steps tr.at')).map(e => e.id).join()"


def test_clicks(b):
    b.open(page("clicks", "samples/blind-transfer.pcap"))
    b.click("#arrow-3 text")
    check("message of an arrow", b.ask(SHOWN), "message-3")
    check("step of an arrow", b.ask(AT), "step-3")
    b.click("#step-5 th a")
    check("message of a step", b.ask(SHOWN), "message-5")
    b.click("#unfold")
    check("all open", b.ask("document.querySelectorAll('#messages details:not([open])').length"), 0)
    b.click("#fold")
    check("all closed", b.ask(SHOWN), "")
    b.click("#notes")
    check("notes are gone", b.ask("getComputedStyle(document.querySelector('#ladder .note')).visibility"), "hidden")
    quiet(b)


def test_keys(b):
    b.open(page("keys", "samples/blind-transfer.pcap"))
    for key in ("j", "j", "ArrowDown", "k"):
        b.key(key)
    check("two steps down", b.ask(AT), "step-2")
    check("the focus follows", b.ask("document.activeElement.id"), "arrow-2")
    b.key("Enter")
    check("Enter opens", b.ask(SHOWN), "message-2")
    b.key("j")
    check("the message follows", b.ask(SHOWN), "message-3")
    b.key("Escape")
    check("Esc closes", b.ask(SHOWN), "")
    b.key("G", shift=True)
    check("G is the last", b.ask(AT), "step-24")
    b.key("g")
    check("g is the first", b.ask(AT), "step-1")
    b.key("?", shift=True)
    check("? shows keys", b.ask("document.querySelector('#keys').open"))
    b.key("Escape")
    check("Esc hides them", b.ask("document.querySelector('#keys').open"), False)
    quiet(b)


def test_tab(b):
    b.open(page("tab", "samples/blind-transfer.pcap"))
    seen = []
    for _ in range(20):
        b.key("Tab")
        seen.append(b.ask("document.activeElement.id || document.activeElement.tagName"))
    missing = [e for e in ("search", "theme", "help", "ladder", "arrow-1", "unfold") if e not in seen]
    check(f"what Tab does not reach ({seen})", missing, [])
    quiet(b)


def test_search(b):
    b.open(page("search", "samples/blind-transfer.pcap"))
    b.key("/")
    b.type("BYE sip:")
    check("matches", b.ask("document.querySelector('#count').textContent"), "1 of 2")
    b.ask("document.querySelector('#search').value = ''")
    b.type("200 OK")
    check("matches", b.ask("document.querySelector('#count').textContent"), "1 of 6")
    first = b.ask(AT)
    b.key("Enter")
    check("Enter goes on", b.ask("document.querySelector('#count').textContent"), "2 of 6")
    check("to another step", b.ask(AT) != first)
    b.key("Escape")
    b.key("n")
    check("n goes on", b.ask("document.querySelector('#count').textContent"), "3 of 6")
    b.key("N", shift=True)
    check("N goes back", b.ask("document.querySelector('#count').textContent"), "2 of 6")
    check("marked", b.ask("CSS.highlights.get('found').size > 0"))
    b.key("/")
    b.type("nobody says this")
    check("no match", b.ask("document.querySelector('#count').textContent"), "No match")
    quiet(b)


def test_theme(b):
    path = page("theme", "samples/busy.pcap")
    paper = "getComputedStyle(document.body).backgroundColor"
    b.media(prefers_color_scheme="light")
    b.open(path)
    check("light", b.ask(paper), "rgb(255, 255, 255)")
    b.key("t")
    check("dark", class_of_root(b, "dark") and b.ask(paper) != "rgb(255, 255, 255)")
    b.click("#theme")
    check("light again", b.ask(paper), "rgb(255, 255, 255)")
    b.ask("localStorage.clear()")
    b.media(prefers_color_scheme="dark")
    b.open(path)
    check("dark by itself", b.ask(paper) != "rgb(255, 255, 255)")
    quiet(b)


CONTRAST = """(() => {
  const parse = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const part = (v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = (c) => .2126 * part(c[0]) + .7152 * part(c[1]) + .0722 * part(c[2]);
  const behind = (e) => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > .99) return c; } return [255, 255, 255, 1]; };
  const bad = new Set();
  for (const d of document.querySelectorAll('#messages details')) d.open = true;
  for (const e of document.querySelectorAll('body *:not(svg *):not(script)')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const a = light(parse(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.add(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
  }
  return [...bad];
})()"""


def test_contrast(b):
    for scheme in ("light", "dark"):
        b.media(prefers_color_scheme=scheme)
        for sample in ("busy", "no-common-codec", "authenticated-call"):
            b.open(page("contrast", f"samples/{sample}.pcap"))
            b.key("j")
            check(f"contrast below 4.5 in {scheme}", b.ask(CONTRAST), [])
    quiet(b)


def test_roles(b):
    b.open(page("roles", "samples/no-common-codec.pcap"))
    nodes = b.call("Accessibility.getFullAXTree")["nodes"]
    roles = {n["role"]["value"] for n in nodes if not n["ignored"]}
    for role in ("banner", "main", "complementary", "search", "searchbox", "region", "table", "rowheader", "heading"):
        check(f"role {role} (of {sorted(roles)})", role in roles)
    nameless = [n["role"]["value"] for n in nodes if not n["ignored"] and n["role"]["value"] in
                ("button", "link", "searchbox", "checkbox", "region", "complementary") and not n.get("name", {}).get("value")]
    check("without a name", nameless, [])
    check("ids stand once", b.ask("""(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        return ids.filter((id, i) => ids.indexOf(id) !== i); })()"""), [])
    check("links lead somewhere", b.ask("""[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))
        .filter(h => !h.startsWith('#') || !document.getElementById(h.slice(1)))"""), [])
    quiet(b)


def test_print(b):
    b.open(page("print", "samples/blind-transfer.pcap"))
    short = len(re.findall(rb"/Type\s*/Page\b", b.print()))
    b.click("#printed")
    whole = len(re.findall(rb"/Type\s*/Page\b", b.print()))
    check(f"pages ({short}, {whole} with messages)", 0 < short < whole)
    quiet(b)


def test_hostile(b):
    source = os.path.join(folder, "hostile.pcap")
    capture.hostile(source)
    path = page("hostile", source)
    text = open(path, "rb").read().decode("utf-8")  # raises where it is none
    for character in "\0\x1b\u202e\u2066\u200f\u2028":
        check(f"U+{ord(character):04X} in the page", character in text, False)
    b.open(path)
    b.click("#unfold")
    check("one script", b.ask("document.scripts.length"), 1)
    check("elements that nobody wrote", b.ask("document.querySelectorAll('img, iframe, pre svg, pre a, bdi a, bdi script').length"), 0)
    check("handlers", b.ask("""[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a =>
        /^on|^style$/.test(a.name) || /^javascript:/i.test(a.value))).length"""), 0)
    check("the text is there", b.ask("document.querySelector('#message-1').textContent.includes('<script>window.owned=1;')"))
    check("controls are seen", b.ask("document.querySelector('#message-1').textContent.includes('\\\\u202e')"))
    check("bytes as hexadecimal", b.ask("document.querySelector('#message-1').textContent.includes('00000')"))
    for key in ("j", "Enter", "/"):
        b.key(key)
    b.type("<script>")
    b.print()
    check("nothing ran", b.ask("typeof window.owned"), "undefined")
    quiet(b)


def test_policy_holds(b):
    """What would get in is refused: the policy is in force, and the test sees when it is."""
    path = page("policy", "samples/busy.pcap")
    text = open(path, encoding="utf-8").read()
    other = os.path.join(folder, "policy-broken.html")
    with open(other, "w", encoding="utf-8") as out:
        out.write(text.replace("</main>", "<script>window.owned=1</script><p style='color:red' onclick='x()'>x</p></main>", 1))
    b.open(other)
    check("nothing ran", b.ask("typeof window.owned"), "undefined")
    check("refusals are seen", len(b.complaints) >= 2)


def test_without_scripts(b):
    b.open(page("plain", "samples/blind-transfer.pcap"))
    check("no bar", b.ask("document.querySelector('#bar').hidden"))
    check("steps", b.ask("document.querySelectorAll('#steps tr[id]').length"), 24)
    b.click("#messages details summary")
    check("a message opens", b.ask(SHOWN), "message-1")
    b.click("#step-7 th a")
    check("a link leads into one", b.ask(SHOWN).endswith("message-7"))
    quiet(b)


def test_phone(b):
    b.size(390, 844)
    b.open(page("phone", "samples/blind-transfer.pcap"))
    check("nothing hangs over", b.ask("document.documentElement.scrollWidth"), 390)
    b.click("#step-2 th a")
    check("a message comes up", b.ask("document.querySelector('#messages').getBoundingClientRect().bottom"), 844)
    b.click("#close")
    check("and goes", b.ask("getComputedStyle(document.querySelector('#messages')).display"), "none")
    quiet(b)


def test_heads(b):
    """The heads stay, and stand above their lifelines."""
    for name, source in (("heads", "samples/blind-transfer.pcap"), ("heads", "samples/conference.pcap")):
        b.open(page(name, source))
        b.ask("document.querySelector('#ladder').scrollTop = 300")
        b.settle()
        top = b.ask("""(() => { const l = document.querySelector('#ladder').getBoundingClientRect();
            return Math.round(document.querySelector('.lane-heads').getBoundingClientRect().top - l.top); })()""")
        check("heads stay at the top", 0 <= top <= 2)
        widths = b.ask("['.lane-heads svg', '.lane-rows svg'].map(s => { const r = document.querySelector(s).getBoundingClientRect();"
                       " return [r.left, r.width].map(Math.round).join(); })")
        check("heads and rows line up", widths[0], widths[1])
    quiet(b)


def test_long(b):
    source = os.path.join(folder, "long.pcap")
    capture.long(source, MESSAGES)
    start = time.monotonic()
    path = page("long", source)
    written = time.monotonic() - start
    load = b.open(path)
    start = time.monotonic()
    b.ask("document.querySelector('#search').focus()")
    b.call("Input.insertText", text="needle")
    while b.ask("document.querySelector('#count').textContent") != "1 of 1":
        if time.monotonic() - start > 60:
            raise AssertionError("the needle is not found")
    found = time.monotonic() - start
    start = time.monotonic()
    b.key("Escape")
    b.key("j")
    moved = time.monotonic() - start
    print(f"   {MESSAGES} messages, {os.path.getsize(path) >> 20} MiB: written in {written:.2f} s, loaded in {load:.2f} s,"
          f" searched in {found:.2f} s, a key in {moved:.2f} s")
    check("load", load < LOAD_SECONDS)
    check("search", found < SEARCH_SECONDS)
    quiet(b)


def test_digests(_):
    """The policy names what the page carries, byte by byte, and nothing else."""
    text = open(page("digests", "samples/busy.pcap"), encoding="utf-8").read()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    for kind in ("style", "script"):
        carried = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.S)
        want = [f"'sha256-{base64.b64encode(hashlib.sha256(c.encode()).digest()).decode()}'" for c in carried]
        check(kind, re.search(rf"{kind}-src ([^;]*)", policy).group(1).split(), want)
    check("all else", policy.startswith("default-src 'none'; "))
    check("attributes", re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", text), [])


def main():
    program, failed = browser.find(), 0
    if not program:
        print("skip html: there is no chromium here; only the digests are looked at")
    tests = [(n, f) for n, f in globals().items() if n.startswith("test_") and (len(sys.argv) < 4 or n[5:] in sys.argv[3:])]
    for name, test in tests:
        name, b = name[5:].replace("_", "-"), None
        alone = test is test_digests
        if not program and not alone:
            continue
        try:
            b = None if alone else browser.Browser(program, scripts=test is not test_without_scripts)
            test(b)
            print(f"ok html/{name}", flush=True)
        except Exception as error:  # a test that fails must not hide the others
            failed += 1
            print(f"FAIL html/{name}: {str(error)[:400]}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc()
        finally:
            if b:
                b.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
