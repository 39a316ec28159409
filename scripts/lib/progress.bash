# shellcheck shell=bash
# How the scripts speak: one line for each thing, saying what, why and how long.

say() { printf '==> %s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

duration() {
  if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

# step TITLE REASON COMMAND…: runs the command quietly, shows that it moves, and its output only when it fails.
# The command stays in the foreground, so that Ctrl-C reaches it.
step() {
  local title="==> $1: $2 …" started=$SECONDS log ticker status
  shift 2
  log=$(mktemp)
  printf '%s' "$title"
  show_progress "$title" "$log" &
  ticker=$!
  set +e
  (set -e && "$@") >"$log" 2>&1 </dev/null
  status=$?
  set -e
  kill "$ticker" 2>/dev/null
  wait "$ticker" 2>/dev/null || true
  finish_step "$title" "$log" "$status" "$(duration $((SECONDS - started)))"
}

# On a terminal the line is rewritten each second; in a log there is a new one every half minute.
show_progress() {
  local title=$1 log=$2 started=$SECONDS elapsed last
  [[ -z ${SETUP_LOCK:-} ]] || exec {SETUP_LOCK}>&-
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    elapsed=$((SECONDS - started))
    last=$(tail -n 1 "$log" | sed 's,^ *,,' | cut -c 1-60)
    if [[ -t 1 ]]; then
      printf '\r\033[K%s %s  %s' "$title" "$(duration "$elapsed")" "$last"
    elif ((elapsed % 30 == 0)); then
      printf '\n    %s  %s' "$(duration "$elapsed")" "$last"
    fi
  done
}

finish_step() {
  local title=$1 log=$2 status=$3 took=$4
  [[ -t 1 ]] && printf '\r\033[K%s' "$title"
  if ((status == 0)); then
    printf ' done (%s)\n' "$took"
    rm -f "$log"
    return
  fi
  printf ' failed (%s)\n' "$took"
  tail -n 40 "$log" >&2
  fail "${title#==> } failed; the whole output is in $log"
}

# phase NAME COMMAND…: runs the command loudly and remembers how long it took, for print_phases.
PHASES=()
phase() {
  local name=$1 started=$SECONDS
  shift
  say "$name"
  CURRENT_PHASE=$name
  "$@"
  CURRENT_PHASE=
  PHASES+=("$(printf '%-34s %s' "$name" "$(duration $((SECONDS - started)))")")
}

print_phases() {
  printf '\n'
  ((${#PHASES[@]} == 0)) || printf '    %s\n' "${PHASES[@]}"
  [[ -z ${CURRENT_PHASE:-} ]] || printf '    %-34s FAILED\n' "$CURRENT_PHASE"
  printf '    %-34s %s\n' 'in all' "$(duration "$SECONDS")"
}
