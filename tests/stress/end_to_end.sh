#!/usr/bin/env bash
# One step of phase 4 with all there is: playerbotd, the embedded realm, a private MariaDB. Prints its measures and checks as
# a line of JSON for tests/stress/report.pl; progress on standard error.
#
# Usage: tests/stress/end_to_end.sh killed|full_disk BOTS
#   killed     the server is killed while bots live, stays away, comes back
#   full_disk  the server's disk and the agent's (a small tmpfs, needs root) is full before the bots are made, and is freed later
# Environment: AWAY (15: seconds that the fault lasts), SEED (1)
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
step=$1 bots=$2
: "${AWAY:=15}" "${SEED:=1}"
[[ $step =~ ^(killed|full_disk)$ && $bots =~ ^[1-9][0-9]{0,5}$ && $AWAY =~ ^[1-9][0-9]{0,3}$ && $SEED =~ ^[1-9][0-9]{0,8}$ ]] || show_help
work=$(mktemp -d /tmp/playerbot-stress.XXXXXX)
chmod 755 "$work"
daemon=
clean() {
  [ -z "$daemon" ] || kill "$daemon" 2>/dev/null
  ci/server stop "$work/disk" >/dev/null 2>&1
  mountpoint -q "$work/disk" && umount -l "$work/disk"
  rm -rf "$work" "$SCRATCH"
}
trap clean EXIT
measures=() checks=() failed=0 things_before=
measure() { measures+=("[\"$1\", $2, \"$3\"]"); }
# check NAME SEEN COMMAND...: holds when the command does.
check() {
  local name=$1 seen=$2 ok=1
  shift 2
  "$@" || { ok=0 failed=1; say "$step, $bots bots: $name: $seen"; }
  checks+=("[\"$name\", $ok, \"$seen\"]")
}
query() { echo "$1" | client --skip-column-names; }
things() { query 'SELECT COALESCE(SUM(count), 0) FROM characters.item_instance'; }
now_ms() { date +%s%3N; }
# line_behind LINE TEXT SECONDS: waits for a line of the daemon's output behind the first so many.
line_behind() { timeout "$3" grep -qm1 -- "$2" <(follow "$work/out" "$(($1 + 1))"); }
lines() { wc -l <"$work/out"; }
last() { grep -oE "(^| )$1=[0-9]+" "$work/out" | tail -n 1 | grep -oE '[0-9]+$'; }

mkdir "$work/disk"
if [ "$step" = full_disk ]; then
  mount -t tmpfs -o size=$((420 + bots / 10))m,mode=755 tmpfs "$work/disk" 2>/dev/null ||
    { printf '{"step": "%s", "bots": %s, "skipped": "a small tmpfs needs the right to mount"}\n' "$step" "$bots"; exit 0; }
fi
export DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' DB_USER=root DB_SOCKET=$work/disk/mysql.sock HOST_CORE=trinitycore
start_server() { SERVER_BUFFER_POOL=128M SERVER_OPTIONS='--innodb-log-file-size=32M' ci/server start "$work/disk" >>"$work/log" 2>&1; }
start_server && WORLD_SCALE=20 ci/demo-host >>"$work/log" 2>&1 && ci/deploy >>"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; die 'no server'; }
query "CREATE USER realm@localhost IDENTIFIED BY 'wolf'; GRANT playerbot_realm TO realm@localhost; SET DEFAULT ROLE playerbot_realm FOR realm@localhost;"
(umask 077; printf '[client]\nuser=realm\npassword=wolf\nsocket=%s\n' "$DB_SOCKET" >"$work/realm.cnf")
printf 'Playerbot.Database.OptionFile = %s\nPlayerbot.Agent.Name = stress\nPlayerbot.MaxBotsTotal = %s\nPlayerbot.Agent.Bots = %s\nPlayerbot.HeartbeatInterval = 1\nPlayerbot.LeaseTtl = 120\nPlayerbot.Metrics.Interval = 2\n' \
  "$work/realm.cnf" "$bots" "$bots" >"$work/realm.conf"
run_daemon() {
  build/playerbotd -c "$work/realm.conf" --realm --seed "$SEED" --bots "$bots" --report "$work/report" >"$work/out" 2>&1 &
  daemon=$!
}

case $step in
  killed)
    # A run before makes the characters, so that what they have at the beginning is known.
    build/playerbotd -c "$work/realm.conf" --realm --seed "$SEED" --bots "$bots" --duration $((6 + bots / 500)) >"$work/before" 2>&1
    things_before=$(things)
    run_daemon
    line_behind 0 "bots online=$bots .* looted=[1-9]" 120
    check 'all bots came into the world, and looted' "$(last online) of $bots, $(last looted) looted" [ "$(last looted)" -gt 0 ]
    before=$(last kills) at=$(lines)
    kill -KILL "$(cat "$work/disk/pid")"
    line_behind "$at" 'database=[^o]' 30
    # Status lines come every 5 s: they are what is waited for.
    for _ in $(seq $((AWAY / 5))); do line_behind "$(lines)" '^bots ' 20; done
    check 'no bot left while the database was away' "$(last online) of $bots" [ "$(last online)" = "$bots" ]
    check 'bots went on: kills before and at the end of the outage' "$before, $(last kills)" [ "$(last kills)" -gt "$before" ]
    at=$(lines) begin=$(now_ms)
    start_server
    measure 'MariaDB was back after' "$(($(now_ms) - begin))" ms
    ;;
  full_disk)
    # Characters are made one after the other, so that the disk is full while they are.
    query "UPDATE playerbot.settings SET value = '$((bots / 30 + 1))' WHERE name = 'population_create_per_s'"
    run_daemon
    line_behind 0 'bots online=[1-9]' 60
    at=$(lines) before=$(last online)
    head -c 1G /dev/zero >"$work/disk/filler" 2>/dev/null
    measure 'bots in the world when the disk was full' "$before" bots
    measure 'room left on the disk' "$(df --output=avail -k "$work/disk" | tail -n 1)" KiB
    for _ in $(seq $((AWAY / 5))); do line_behind "$(lines)" '^bots ' 20; done
    refused=$(grep -cE 'is full|could not be made|No space|errno: 28|ERROR|WARN' "$work/out")
    measure 'warnings and errors while the disk was full' "$refused" lines
    check 'the full disk was felt and said' "$refused lines, $(last online) bots online" [ "$refused" -gt 0 ]
    check 'the agent lived on' "$(last online) bots online" kill -0 "$daemon"
    at=$(lines) begin=$(now_ms)
    rm "$work/disk/filler"
    # A server that ended for it is started as its service manager would.
    ci/server status "$work/disk" || { measure 'MariaDB had ended, started again' 1 times; start_server; }
    ;;
esac
line_behind "$at" 'database=ok' 120
measure 'database=ok again after' "$(($(now_ms) - begin))" ms
line_behind "$at" "bots online=$bots " 180
check 'all bots are in the world in the end' "$(last online) of $bots" [ "$(last online)" = "$bots" ]
measure 'all bots are there after' "$(($(now_ms) - begin))" ms
line_behind "$(lines)" '^bots ' 20
kill -TERM "$daemon"
wait "$daemon"
code=$?
daemon=
check 'the daemon ended well' "exit code $code" [ "$code" = 0 ]

report() { perl -MJSON::PP -e 'open my $in, "<", $ARGV[0] or exit 1; my $r = decode_json(join "", <$in>); $r = $r->{$_} for split /\./, $ARGV[1]; print $r' "$work/report" "$1"; }
characters=$(query 'SELECT COUNT(*) FROM characters.characters')
check 'every bot is kept once, off line' "$characters of $bots, $(query 'SELECT COUNT(*) FROM characters.characters WHERE online <> 0') online" \
  [ "$characters $(query 'SELECT COUNT(*) FROM characters.characters WHERE online <> 0')" = "$bots 0" ]
rewarded=$(query 'SELECT COUNT(*) FROM characters.character_queststatus_rewarded') levels=$(query 'SELECT SUM(level - 1) FROM characters.characters')
check 'no quest that was done is lost' "$rewarded kept, $(report quests_completed) done" [ "$rewarded" -ge "$(report quests_completed)" ]
check 'no level is lost' "$levels kept, $(report levels_gained) gained" [ "$levels" -ge "$(report levels_gained)" ]
if [ -n "$things_before" ]; then
  wanted=$((things_before + $(report realm_loot_taken) - $(report realm_items_destroyed)))
  check 'nothing that was looted is lost' "$(things) things kept, $things_before before and $(report realm_loot_taken) looted, less $(report realm_items_destroyed) used" [ "$(things)" -ge "$wanted" ]
fi
stray=$(query 'SELECT COUNT(*) FROM characters.item_instance i LEFT JOIN characters.character_inventory v ON v.item = i.guid AND v.guid = i.owner_guid WHERE v.item IS NULL')
check 'each thing is in a bag of its owner, once' "$stray stray" [ "$stray" = 0 ]
wrong=$(query 'SELECT COUNT(*) FROM playerbot.v_limit_violations')
check 'counts of characters are true' "$wrong wrong" [ "$wrong" = 0 ]
leased=$(query 'SELECT COUNT(*) FROM playerbot.v_leases')
check 'every lease went back' "$leased held" [ "$leased" = 0 ]
for q in p50 p99 max; do measure "tick $q" "$(report "tick_ms.$q")" ms; done
measure 'CPU of the agent' "$(report cpu_percent)" '% of a core'
measure 'resident memory' "$(report rss_bytes_per_bot)" 'bytes per bot'
measure 'ticks over budget' "$(report over_budget_ticks)" ticks
join() { local IFS=,; echo "$*"; }
[ $failed = 0 ] || tail -n 30 "$work/out" | sed "s/^/$step: /" >&2
printf '{"step": "%s", "bots": %s, "measures": [%s], "checks": [%s]}\n' "$step" "$bots" "$(join "${measures[@]}")" "$(join "${checks[@]}")"
exit $failed
