#!/usr/bin/env bash
# A file for each call: safe names, an index of pages, nothing outside the folder.
set -u
: "${tmp:?is set by tests/export/run}"
rung=$RUNG
result=0
fail() { echo "FAIL $1: $2"; result=1; }

folder=$tmp/each
"$rung" flow --each -o "$folder" samples/{busy,attended-transfer}.pcap >"$tmp/log" 2>&1 || fail each-pages "$(cat "$tmp/log")"
calls=$("$rung" list --json samples/{busy,attended-transfer}.pcap | wc -l)
pages=$(find "$folder" -name 'call-*.html' | wc -l)
if [ "$pages" -eq "$calls" ] && [ "$calls" -gt 2 ]; then
    echo "ok each-pages"
else
    fail each-pages "$pages pages of $calls calls"
fi
links=$(grep -o 'href="call-[^"]*"' "$folder/index.html" | sed 's/href="\(.*\)"/\1/')
missing=0
for link in $links; do [ -s "$folder/$link" ] || missing=1; done
if [ "$(wc -w <<<"$links")" -eq "$calls" ] && [ $missing -eq 0 ]; then echo "ok each-index"; else fail each-index "links: $links"; fi
if grep -qE '<script|style="| on[a-z]+="' "$folder/index.html"; then fail each-index-inert "it has a script or a style of its own"; else echo "ok each-index-inert"; fi

# Users from the network make no other folder and no option of a name.
python3 - samples/busy.pcap "$tmp/evil.pcap" <<'PYTHON'
import sys
data = open(sys.argv[1], "rb").read()
open(sys.argv[2], "wb").write(data.replace(b"sip:1001@", b"sip:../x@").replace(b"sip:1002@", b"sip:%0;;@"))
PYTHON
"$rung" flow --each --format svg -o "$tmp/evil" "$tmp/evil.pcap" >"$tmp/log" 2>&1
strange=$(find "$tmp/evil" -type f | sed 's|.*/||' | grep -vE '^call-[0-9]+[-+_A-Za-z0-9]*\.svg$')
if [ -z "$strange" ] && [ "$(find "$tmp/evil" -type f | wc -l)" -eq 1 ]; then echo "ok each-names"; else fail each-names "$strange $(cat "$tmp/log")"; fi

"$rung" flow --each samples/busy.pcap >"$tmp/log" 2>&1
status=$?
if [ $status -eq 2 ] && grep -q 'wants a folder' "$tmp/log"; then echo "ok each-without-folder"; else fail each-without-folder "$status $(cat "$tmp/log")"; fi
exit $result
