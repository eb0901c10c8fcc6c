#!/usr/bin/env bash
# Mermaid, PlantUML and mscgen read what rung writes in their languages, of every sample and of texts
# that try to be syntax of theirs.
set -u
tmp=${tmp:?is set by tests/export/run}

python3 tests/export/hostile.py "$tmp/hostile.pcap" || echo "FAIL diagrams: no hostile capture"

# draw FORMAT ENDING: every sample into $tmp/FORMAT
draw() {
    mkdir -p "$tmp/$1"
    local pcap name
    for pcap in samples/*.pcap* "$tmp/hostile.pcap"; do
        name=$(basename "$pcap")
        "$RUNG" flow "$pcap" --format "$1" >"$tmp/$1/${name%%.*}.$2" 2>/dev/null
    done
    "$RUNG" flow "$tmp/hostile.pcap" --filter 'sip.method == INVITE' --format "$1" \
        >"$tmp/$1/hostile-all.$2" 2>/dev/null
}

# The package is fetched once, into the folder of the build; no part of rung needs it.
mermaid() {
    local modules=$BUILD/npm/node_modules
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo "skip mermaid: node and npm are not installed"
        return
    fi
    if [ ! -d "$modules/mermaid" ] || [ ! -d "$modules/jsdom" ]; then
        mkdir -p "$BUILD/npm"
        if ! timeout 240 npm install --silent --fetch-retries=1 --fetch-timeout=20000 --no-audit --no-fund --prefix "$BUILD/npm" mermaid@11 jsdom@26 \
            >/dev/null 2>&1; then
            rm -rf "$modules"
            echo "skip mermaid: npm cannot fetch its package here"
            return
        fi
    fi
    draw mermaid mermaid
    timeout 240 node tests/export/mermaid.mjs "$modules" "$tmp"/mermaid/*.mermaid ||
        echo "FAIL mermaid: its parser ended early"
}

plantuml() {
    if ! command -v plantuml >/dev/null; then
        echo "skip plantuml: it is not installed"
        return
    fi
    draw plantuml puml
    if timeout 240 plantuml -Djava.awt.headless=true -checkonly "$tmp"/plantuml/*.puml >"$tmp/plantuml.log" 2>&1 &&
        ! grep -qiE 'error|syntax' "$tmp/plantuml.log"; then
        echo "ok plantuml"
    else
        head -n 5 "$tmp/plantuml.log"
        echo "FAIL plantuml: it does not take what rung writes"
    fi
    # Drawn, a text of the network reads as it was sent, and no function of theirs ran.
    timeout 120 plantuml -Djava.awt.headless=true -tsvg "$tmp/plantuml/hostile-all.puml" >/dev/null 2>&1
    if grep -qF '%getenv("HOME")' "$tmp/plantuml/hostile-all.svg"; then
        echo "ok plantuml-hostile"
    else
        echo "FAIL plantuml-hostile: a text was obeyed"
    fi
}

mscgen() {
    if ! command -v mscgen >/dev/null; then
        echo "skip mscgen: it is not installed"
        return
    fi
    draw mscgen msc
    local file name
    for file in "$tmp"/mscgen/*.msc; do
        name=mscgen-$(basename "$file" .msc)
        if timeout 60 mscgen -T svg -i "$file" -o "$tmp/msc.svg" >"$tmp/mscgen.log" 2>&1; then
            echo "ok $name"
        else
            echo "FAIL $name: $(tr '\n' ' ' <"$tmp/mscgen.log" | cut -c 1-200)"
        fi
    done
}

mermaid
plantuml
mscgen
