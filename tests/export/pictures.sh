#!/usr/bin/env bash
# Pictures, in the programs that are to show them. What is not installed is skipped.
set -u
rung=$RUNG
: "${tmp:?is set by tests/export/run}"
echo leak:libfontconfig >"$tmp/leaks"
export LSAN_OPTIONS=suppressions=$tmp/leaks:print_suppressions=0
result=0

fail() { echo "FAIL $1: $2"; result=1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The first line of what went wrong.
said() { head -n 1 "$tmp/log"; }

# ---- SVG: XML for every sample on every paper; nothing runs and nothing is fetched; two programs draw it

svg_is_xml() {
    have xmllint || { echo "skip svg-is-xml: xmllint is not installed"; return; }
    local sample paper name
    for paper in sheet a4 letter; do
        for sample in samples/*.pcap; do
            name=$(basename "$sample" .pcap)
            "$rung" flow --paper "$paper" --steps "$sample" -o "$tmp/$name.svg" 2>"$tmp/log" || {
                [ $? -eq 1 ] && continue # nothing in it to be drawn
                fail svg-is-xml "$sample: $(said)"
            }
            xmllint --noout --nonet "$tmp/$name.svg" 2>"$tmp/log" || fail svg-is-xml "$sample: $(said)"
            # The only address is the name of the namespace, and links stay inside.
            sed 's|http://www.w3.org/2000/svg||' "$tmp/$name.svg" |
                grep -E '<script|<foreignObject|<image|url\(|@import|://|href="[^#]| on[a-z]+="' >"$tmp/log" &&
                fail svg-is-xml "$sample has $(said)"
        done
        [ $result -eq 0 ] && echo "ok svg-is-xml-on-$paper"
    done
}

# Every link leads to something that is there, and no id is there twice.
svg_links() {
    "$rung" flow --steps samples/conference.pcap -o "$tmp/links.svg"
    local ids hrefs
    ids=$(grep -o ' id="[^"]*"' "$tmp/links.svg" | sort)
    hrefs=$(grep -o ' href="#[^"]*"' "$tmp/links.svg" | sed 's/href="#/id="/' | sort -u)
    if [ -n "$(uniq -d <<<"$ids")" ]; then
        fail svg-links "an id is there twice"
    elif [ -z "$hrefs" ] || [ -n "$(comm -23 <(echo "$hrefs") <(echo "$ids"))" ]; then
        fail svg-links "a link leads nowhere"
    else
        echo "ok svg-links"
    fi
}

svg_in_rsvg() {
    have rsvg-convert || { echo "skip svg-in-rsvg: rsvg-convert is not installed"; return; }
    rsvg-convert "$tmp/conference.svg" -o "$tmp/rsvg.png" 2>"$tmp/log" && [ -s "$tmp/rsvg.png" ] &&
        echo "ok svg-in-rsvg" || fail svg-in-rsvg "$(said)"
}

# Pages of SVG come out of a browser as that many pages of that size.
svg_in_chromium() {
    local want paper size
    have chromium && have pdfinfo || { echo "skip svg-in-chromium: chromium or pdfinfo is not installed"; return; }
    for paper in a4 letter; do
        size=$([ $paper = a4 ] && echo '59[45].* x 84[12]' || echo '61[12].* x 79[12]')
        "$rung" flow --paper $paper --steps samples/conference.pcap -o "$tmp/pages.svg"
        want=$(grep -c '<svg class="page"' "$tmp/pages.svg")
        timeout 60 chromium --no-sandbox --headless=new --disable-gpu --no-pdf-header-footer \
            --user-data-dir="$tmp/chromium" --print-to-pdf="$tmp/pages.pdf" "file://$tmp/pages.svg" >"$tmp/log" 2>&1
        if ! pdfinfo "$tmp/pages.pdf" >"$tmp/info" 2>"$tmp/log"; then
            echo "skip svg-in-chromium-on-$paper: chromium writes no PDF here"
        elif grep -q "^Pages: *$want$" "$tmp/info" && grep -qE "^Page size: *$size" "$tmp/info"; then
            echo "ok svg-in-chromium-on-$paper ($want pages)"
        else
            fail svg-in-chromium "$want pages of $paper become $(grep -E '^Page' "$tmp/info" | tr -s ' \n' ' ')"
        fi
    done
}

# ---- PDF and PNG

has_format() { grep -q "\"$1\"\|^$1\$" <("$rung" flow --format '?' samples/busy.pcap 2>&1 | grep -oE '\b[a-z]+\b'); }

pdf() {
    has_format pdf || { echo "skip pdf: rung is built without cairo"; return; }
    have pdftotext || { echo "skip pdf: pdftotext is not installed"; return; }
    "$rung" flow --steps samples/blind-transfer.pcap -o "$tmp/a.pdf" 2>"$tmp/log" || fail pdf "$(said)"
    pdftotext -layout "$tmp/a.pdf" "$tmp/a.txt"
    grep -q 'INVITE *SDP: PCMU, PCMA' "$tmp/a.txt" && grep -q 'User B asks User A to call User C' "$tmp/a.txt" &&
        pdfinfo "$tmp/a.pdf" | grep -q '(A4)' && echo "ok pdf" || fail pdf "its text, or A4, is not there"
    "$rung" flow samples/blind-transfer.pcap -o "$tmp/a.png" 2>"$tmp/log" || fail png "$(said)"
    [ "$(head -c 4 "$tmp/a.png" | tail -c 3)" = PNG ] && echo "ok png" || fail png "is none"
}

not_on_a_terminal() {
    has_format pdf || { echo "skip not-on-a-terminal: rung is built without cairo"; return; }
    have script || { echo "skip not-on-a-terminal: script is not installed"; return; }
    script -qec "$rung flow --format pdf samples/busy.pcap" /dev/null </dev/null >"$tmp/out" 2>&1
    local status=$?
    [ $status -eq 2 ] && grep -q 'pdf is nothing for a terminal' "$tmp/out" && echo "ok not-on-a-terminal" ||
        fail not-on-a-terminal "ends with status $status: $(head -n 1 "$tmp/out")"
}

svg_is_xml
svg_links
svg_in_rsvg
svg_in_chromium
pdf
not_on_a_terminal
exit $result
