#!/usr/bin/env bash
# Bots in the embedded realm, in memory: no item doubled or lost, bags within size, money conserved, quest states legal, checked in every
# tick; nobody without progress; the same seed twice is the same world. TAP. SEED repeats an earlier run.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-realm.XXXXXX)
trap 'rm -rf "$work" "$SCRATCH"' EXIT
seed=${SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
echo "# SEED=$seed"
# figure NAME: of the last run.
figure() { perl -MJSON::PP -e 'open my $in, "<", $ARGV[0] or die; print decode_json(join "", <$in>)->{$ARGV[1]} // "none"' "$work/run" "$1"; }
figure_least() { [ "$(figure "$1")" -ge "$2" ] || { echo "$1 is $(figure "$1"), wanted: at least $2"; return 1; }; }
figure_most() { [ "$(figure "$1")" -le "$2" ] || { echo "$1 is $(figure "$1"), wanted: at most $2"; return 1; }; }
run() { timeout 120 build/tools/world_run "$@" >"$work/run"; }

is '100 bots for ten minutes: every invariant in every tick' run 100 600 "$seed" 1
is 'all of them are there' figure_least actors 100
is 'they fight' figure_least kills 200
is 'they do quests' figure_least quests_rewarded 50
is 'they rise' figure_least levels 50
is 'they loot' figure_least loot_taken 50
is 'they put on what they find' figure_least items_equipped 20
is 'no event was lost' figure_most events_lost 0
for system in movement targeting attack support survival quest inventory group trade; do is "$system makes no errors" figure_most "${system}_errors" 0; done
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
