# Common part of the test scripts: one line of TAP for each test. Sourced after lib.sh, never run.
number=0 failed=0
# is NAME COMMAND...: a test; what the command printed is shown when it fails, its last line beside the name, which is all that a short report keeps.
is() {
  local name=$1
  shift
  number=$((number + 1))
  if "$@" >"$SCRATCH/is" 2>&1; then echo "ok $number - $name"; else
    sed 's/^/# /' "$SCRATCH/is" | tail -n 15
    echo "not ok $number - $name$(tail -n 1 "$SCRATCH/is" | tr '#' ' ' | cut -c 1-200 | sed 's/^/: /')"
    failed=1
  fi
}
skip() { number=$((number + 1)); echo "ok $number - $1 # SKIP $2"; }
equals() { [ "$1" = "$2" ] || { echo "seen: $1, wanted: $2"; return 1; }; }
differ() { [ "$1" != "$2" ] || { echo "both: $1"; return 1; }; }
below() { [ -n "$1" ] && [ "$1" -lt "$2" ] || { echo "seen: $1, wanted: less than $2"; return 1; }; }
at_least() { [ -n "$1" ] && [ "$1" -ge "$2" ] || { echo "seen: $1, wanted: at least $2"; return 1; }; }
at_most() { [ -n "$1" ] && [ "$1" -le "$2" ] || { echo "seen: $1, wanted: at most $2"; return 1; }; }
# follow FILE [FROM]: its lines as they come, until this script ends; the file may come later. Read by <(follow ...), not through a pipe: there
# the tail, which only notices at its next line that nobody reads, would delay the answer and, under pipefail, be it.
follow() { exec tail --pid=$$ -n "+${2:-1}" -F "$1" 2>/dev/null; }
# until_line TEXT FILE [FROM]: waits until a line appears, at most 90 s; tail and grep wait, nothing sleeps.
until_line() { timeout 90 grep -qm1 -- "$1" <(follow "$2" "${3:-1}") || { echo "no line '$1' in:"; tail -n 15 "$2"; return 1; }; }
