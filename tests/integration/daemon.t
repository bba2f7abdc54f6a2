#!/usr/bin/env bash
# playerbotd and make run on private servers: leases, signals, a killed daemon, a lost database, the abort policy. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-daemon.XXXXXX)
chmod 755 "$work"
trap 'kill $(jobs -p) 2>/dev/null; ci/server stop "$work" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
one() { ci/sql -N playerbot -e "$1"; }
daemon() { : >"$work/out"; stdbuf -oL build/playerbotd "$@" >>"$work/out" 2>&1 & pid=$!; }

export DB_SOCKET=$work/mysql.sock DB_USER=root HOST_CORE=trinitycore
SERVER_BUFFER_POOL=64M ci/deployed-server "$work" >/dev/null 2>&1 || exit 1
ci/sql -e "CREATE USER bot@localhost IDENTIFIED BY 'daemon-secret'; GRANT playerbot_agent TO bot@localhost; SET DEFAULT ROLE playerbot_agent FOR bot@localhost"
(umask 077; printf '[client]\nuser=bot\npassword=daemon-secret\nsocket=%s\n' "$DB_SOCKET" >"$work/agent.cnf")
printf 'Playerbot.Database.OptionFile = %s\nPlayerbot.Agent.Name = test\nPlayerbot.Agent.Bots = 255\nPlayerbot.MaxBotsTotal = 255\nPlayerbot.HeartbeatInterval = 1\nPlayerbot.LeaseTtl = 5\n' "$work/agent.cnf" >"$work/good.conf"

is '--help has examples' sh -c 'build/playerbotd --help | grep -q Examples:'
is '--version' sh -c 'build/playerbotd --version | grep -qx "playerbotd $(cat VERSION)"'
is 'a good configuration is accepted' build/playerbotd --config "$work/good.conf" --check-config
printf 'Playerbot.PoolSize = -1\nPlayerbot.Nothing = 1\n' >"$work/bad.conf"
build/playerbotd --config "$work/bad.conf" --check-config 2>"$work/errors"
is 'a bad one ends with 2' equals $? 2
is 'and names every error with its line' equals "$(grep -c ':[12]: ' "$work/errors")" 2
build/playerbotd --nothing 2>/dev/null
is 'a wrong option ends with 2' equals $? 2

daemon --config "$work/good.conf"
is 'it leases 26 accounts for 255 bots' until_line 'leased 26 accounts' "$work/out"
is 'the database has 26 leases of this agent' equals "$(one "SELECT COUNT(*) FROM v_leases WHERE agent = 'test'")" 26
is 'a status line shows them' until_line '^status .* leases=26/26 .*database=ok' "$work/out"
is 'settings come from its file' equals "$(one "SELECT value FROM v_settings WHERE name = 'max_bots_total'")" 255
is 'heartbeats go out' until_line 'heartbeats=[1-9]' "$work/out"
is 'events are shown as they happen' until_line '^event .* acquire_accounts' "$work/out"
is 'the password is in no argument and no line' sh -c '! grep -q daemon-secret "$1" && ! tr "\0" " " </proc/$2/cmdline | grep -q daemon-secret' sh "$work/out" $pid
kill -INT $pid
wait $pid
is 'Ctrl-C ends it with 0' equals $? 0
is 'and returns every lease' equals "$(one 'SELECT COUNT(*) FROM v_leases')" 0
is 'and ends the agent' equals "$(one "SELECT end_reason FROM v_agents ORDER BY agent_id DESC LIMIT 1")" unregistered

daemon --config "$work/good.conf" --duration 1
wait $pid
is '--duration ends by itself with 0' equals $? 0
is 'with a summary' grep -q '^ended after .*: 26 leases returned' "$work/out"
is 'it finds its accounts again' equals "$(one 'SELECT COUNT(DISTINCT account_id) FROM v_audit WHERE FALSE')$(one 'SELECT COUNT(*) FROM accounts WHERE fence = 2')" 026

# kill -9: the database takes the leases back by itself.
daemon --config "$work/good.conf"
until_line 'leased 26' "$work/out"
one 'UPDATE settings SET value = "0" WHERE name = "reclaim_margin_s"'
kill -9 $pid
wait $pid 2>/dev/null
is 'after kill -9 the leases are still there' equals "$(one 'SELECT COUNT(*) FROM v_leases')" 26
one 'UPDATE agents SET heartbeat_at = "2020-01-01" WHERE ended_at IS NULL; CALL reclaim_leases()' >/dev/null
is 'and reclaim returns them' equals "$(one 'SELECT COUNT(*) FROM v_leases')" 0

# Replaced by another one of the same name, it registers anew; the other does the same: names must differ.
daemon --config "$work/good.conf"
until_line 'leased 26' "$work/out"
one "CALL register_agent('test', 'elsewhere', '1')" >/dev/null
is 'a fenced agent stops acting and registers anew' until_line 'replaced or reclaimed; stopped acting for 26 accounts, registering anew' "$work/out"
leases_twice() { timeout 60 tail -n +1 -f "$work/out" | perl -ne 'exit 42 if /leased 26/ && ++$n == 2'; [ $? = 42 ]; }
is 'and leases again' leases_twice

# The database goes away and comes back.
ci/server stop "$work"
is 'a lost database is said' until_line 'database=away' "$work/out"
ci/server start "$work" >/dev/null
comes_back() { timeout 60 tail -n +1 -f "$work/out" | perl -ne '$away ||= /database=away/; exit 42 if $away && /database=ok/'; [ $? = 42 ]; }
is 'and its return' comes_back
kill -TERM $pid
wait $pid
is 'TERM ends it with 0' equals $? 0
is 'no lease is left' equals "$(one 'SELECT COUNT(*) FROM v_leases')" 0

# Specification, test 2 and 3, seen from the server that starts.
one 'DROP TRIGGER characters.trg_bot_character_insert'
one 'INSERT INTO characters.characters (guid, account, name, taximask) SELECT seq, 1, CONCAT("N", seq), "" FROM seq_1_to_11'
HOST_CORE=auto ci/deploy >/dev/null 2>&1
printf 'Playerbot.StrictCharacterLimit = 1\n' | cat "$work/good.conf" - >"$work/strict.conf"
build/playerbotd --config "$work/strict.conf" --duration 1 >"$work/out" 2>&1
is 'strict: the start is aborted with 3' equals $? 3
is 'and says why' grep -q 'FATAL limit: 1 bot accounts violate the character limit' "$work/out"
printf 'Playerbot.StrictCharacterLimit = 0\nPlayerbot.AutoFixCharacterLimit = 1\n' | cat "$work/good.conf" - >"$work/fix.conf"
build/playerbotd --config "$work/fix.conf" --duration 1 >"$work/out" 2>&1
is 'fix: it starts' equals $? 0
is 'and one character is disabled' equals "$(one 'SELECT COUNT(*) FROM disabled_characters')" 1

ci/sql -e 'DROP USER bot@localhost'
PLAYERBOT_DATABASE_SOCKET=$DB_SOCKET PLAYERBOT_DATABASE_USER=bot PLAYERBOT_DB_PASSWORD=x build/playerbotd --duration 1 >"$work/out" 2>&1
is 'refused credentials end it with 1' equals $? 1
is 'and are said' grep -q 'Access denied' "$work/out"
ci/server stop "$work"

# make run, as a newcomer has it.
export RUN_DIR=$work/run DB_SOCKET='' DB_USER=''
is 'make run BOTS=40 DURATION=2 ends by itself' sh -c 'make -s run BOTS=40 DURATION=2 >"$1" 2>&1' sh "$work/run.out"
is 'with four leases' grep -q 'leased 4 accounts' "$work/run.out"
stdbuf -oL ci/run >"$work/run.out" 2>&1 &
pid=$!
is 'a second run finds its data again' until_line ' 0 created' "$work/run.out"
until_line '^status' "$work/run.out"
kill -TERM $pid
wait $pid
is 'a signal ends it with 0' equals $? 0
is 'its leases were returned' grep -q '^ended after .* leases returned' "$work/run.out"
is 'its server is stopped' sh -c '! ci/server status "$1"' sh "$work/run/trinitycore"
echo "1..$number"
exit $failed
