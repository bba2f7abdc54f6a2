#!/usr/bin/env bash
# Bots in the embedded realm, in memory: no item doubled or lost, bags within size, money conserved, quest states legal, checked in every
# tick; nobody without progress; the same seed twice is the same world. TAP. SEED repeats an earlier run.
cd "$(dirname "$0")/../.."
set +e
work=$(mktemp -d /tmp/playerbot-realm.XXXXXX)
trap 'rm -rf "$work"' EXIT
seed=${SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
echo "# SEED=$seed"
number=0 failed=0
is() {
  local name=$1
  shift
  number=$((number + 1))
  if "$@" >"$work/is" 2>&1; then echo "ok $number - $name"; else sed 's/^/# /' "$work/is" | tail -n 15; echo "not ok $number - $name"; failed=1; fi
}
# figure NAME: of the last run.
figure() { perl -MJSON::PP -e 'open my $in, "<", $ARGV[0] or die; print decode_json(join "", <$in>)->{$ARGV[1]} // "none"' "$work/run" "$1"; }
at_least() { [ "$(figure "$1")" -ge "$2" ] || { echo "$1 is $(figure "$1"), wanted: at least $2"; return 1; }; }
at_most() { [ "$(figure "$1")" -le "$2" ] || { echo "$1 is $(figure "$1"), wanted: at most $2"; return 1; }; }
run() { timeout 120 build/tools/world_run "$@" >"$work/run"; }

is '100 bots for ten minutes: every invariant in every tick' run 100 600 "$seed" 1
is 'all of them are there' at_least actors 100
is 'they fight' at_least kills 200
is 'they do quests' at_least quests_rewarded 50
is 'they rise' at_least levels 50
is 'they loot' at_least loot_taken 50
is 'they put on what they find' at_least items_equipped 20
is 'no event was lost' at_most events_lost 0
for system in movement targeting attack support survival quest inventory group trade; do is "$system makes no errors" at_most "${system}_errors" 0; done
# The figures of time differ from run to run; those of the world do not.
world() { perl -MJSON::PP -e 'open my $in, "<", $ARGV[0] or die; my $r = decode_json(join "", <$in>); print join " ", map { "$_=$r->{$_}" } grep { !/_(us|ns|percent|ms)$|^updates_per_s$/ } sort keys %$r' "$1"; }
is 'a run' run 50 200 "$seed" 20
world "$work/run" >"$work/first"
is 'the same again' run 50 200 "$seed" 20
world "$work/run" >"$work/again"
is 'is the same world' cmp "$work/first" "$work/again"
is 'and with another seed' run 50 200 "$((seed + 1))" 20
world "$work/run" >"$work/other"
is 'another one' sh -c '! cmp -s "$1" "$2"' sh "$work/first" "$work/other"
echo "1..$number"
exit $failed
