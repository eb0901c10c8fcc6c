# Completion of rung for bash.
# Made by tests/lint/generated --fix from the tables in ui/; do not edit.
# shellcheck shell=bash disable=SC2207
_rung() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=''
    COMPREPLY=()
    case $before in
        --format | -F)
            words='text ascii svg html pdf png markdown mermaid plantuml mscgen json sipp sippcallee csv pcapng pcap' ;;
        --time | -t)
            words='auto abs delta since' ;;
        --paper)
            words='sheet a4 letter' ;;
        --color)
            words='auto always never' ;;
        --theme)
            words='auto dark light contrast mono' ;;
        --color-by)
            words='kind call-id transaction' ;;
        --pane)
            words='message step media findings' ;;
        --message-view)
            words='wrapped raw hex' ;;
        --columns | -C)
            local done=''
            [[ $word == *,* ]] && done=${word%,*},
            COMPREPLY=($(compgen -P "$done" -W 'number session date start kind from to severity state code reason why messages pdd setup talk legs source destination transport from_user from_host to_user to_host agent codecs held_by forwarded_to transfer findings call_id' -- "${word##*,}"))
            compopt -o nospace 2>/dev/null
            return ;;
        --spool-dir)
            COMPREPLY=($(compgen -d -- "$word"))
            return ;;
        --device | -d | --duration | --filter | -f | --bpf | -b | --call | -c | --call-id | -i | --session | -s | --packet | -p | --width | -w | --alias | -A | --leg-header | --join | --split | --bind | --named-filter | --threads | --buffer | --memory | --spool-size)
            return ;;
    esac
    if [[ -n $words ]]; then
        COMPREPLY=($(compgen -W "$words" -- "$word"))
    elif [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--json --input --device --duration --follow --filter --bpf --call --call-id --session --packet --all --columns --tree --histogram --format --output --each --force --media --comments --redact --redact-agents --redact-key --restore --width --time --paper --steps --alias --leg-header --leg-rules --join --split --unfold --fold-challenges --color --ascii --theme --color-by --pane --message-view --mouse --bind --named-filter --quick --threads --buffer --memory --spool --spool-size --spool-dir --config --print-config --help --version --no-all --no-tree --no-histogram --no-media --no-comments --no-redact --no-redact-agents --no-steps --no-unfold --no-fold-challenges --no-ascii --no-mouse' -- "$word"))
    elif ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W 'list flow steps explain show save stats messages devices' -- "$word"))
    fi
}
complete -o default -F _rung rung
