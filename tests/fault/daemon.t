#!/usr/bin/env bash
# playerbotd when things go wrong: a database that hangs, goes, or kills its connection; wrong credentials; two daemons
# of one name; impatient signals. On a private server of its own. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-fault.XXXXXX)
chmod 755 "$work"
server=
cleanup() {
  [ -z "$server" ] || kill -CONT "$server" 2>/dev/null
  kill $(jobs -rp) 2>/dev/null
  ci/server stop "$work" >/dev/null 2>&1
  rm -rf "$work" "${SCRATCH:-}"
}
now_ms() { date +%s%3N; }
leases() { ci/sql -N playerbot -e 'SELECT COUNT(*) FROM v_leases'; }
daemon() { : >"$work/out"; build/playerbotd "$@" >>"$work/out" 2>&1 & pid=$!; }
# signal NAME: only to a daemon that still runs.
signal() { jobs -rp | grep -qx "$pid" && kill "-$1" "$pid"; }
# gone SECONDS: waits that long for its end.
gone() { timeout "$1" tail --pid="$pid" -f /dev/null; ! jobs -rp | grep -qx "$pid"; }

trap cleanup EXIT
export DB_SOCKET=$work/mysql.sock DB_USER=root DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' HOST_CORE=trinitycore
SERVER_BUFFER_POOL=64M ci/deployed-server "$work" >/dev/null 2>&1 || exit 1
server=$(cat "$work/pid")
ci/sql -e "CREATE USER bot@localhost IDENTIFIED BY 'fault-secret'; GRANT playerbot_agent TO bot@localhost; SET DEFAULT ROLE playerbot_agent FOR bot@localhost"
(umask 077; printf '[client]\nuser=bot\npassword=fault-secret\nsocket=%s\n' "$DB_SOCKET" >"$work/agent.cnf")
printf 'Playerbot.Database.OptionFile = %s\nPlayerbot.Agent.Name = fault\nPlayerbot.Agent.Bots = 40\nPlayerbot.MaxBotsTotal = 40\nPlayerbot.HeartbeatInterval = 1\nPlayerbot.LeaseTtl = 4\n' "$work/agent.cnf" >"$work/good.conf"

# Credentials.
begin=$(now_ms)
PLAYERBOT_DATABASE_SOCKET=$DB_SOCKET PLAYERBOT_DATABASE_USER=bot PLAYERBOT_DB_PASSWORD=x build/playerbotd --duration 1 >"$work/out" 2>&1
is 'a wrong password ends it with 1' equals $? 1
is 'at once: trying again would not mend it' below $(($(now_ms) - begin)) 10000
is 'and is said' grep -q 'FATAL daemon: ended: Access denied' "$work/out"
printf 'Playerbot.Database.OptionFile = %s\n' "$work/none.cnf" >"$work/none.conf"
build/playerbotd --config "$work/none.conf" --duration 1 >"$work/out" 2>&1
is 'a missing option file ends it with 2' equals $? 2
is 'and no other server is tried' sh -c 'grep -q "none.cnf" "$1" && ! grep -q "database away" "$1"' sh "$work/out"
build/playerbotd --config /tmp --check-config >"$work/out" 2>&1
is 'a folder is no configuration' equals $? 2

# Signals before there is anything to return.
PLAYERBOT_DATABASE_SOCKET=$work/nothing.sock daemon
is 'a database that is not there is waited for' until_line 'database away' "$work/out"
signal TERM
wait "$pid"
is 'TERM ends the wait with 0' equals $? 0

# The server hangs: it keeps the connection and says nothing.
daemon --config "$work/good.conf"
until_line 'heartbeats=[1-9]' "$work/out"
kill -STOP "$server"
begin=$(now_ms)
is 'a hanging server: it stops acting' until_line 'no heartbeat was answered for a whole ttl; stopped acting for 4 accounts' "$work/out"
# The ttl is 4 s; a call that hangs is given up after 1 s.
is 'within its ttl and little more' below $(($(now_ms) - begin)) 10000
signal INT
is 'a signal ends it while the server hangs' gone 10
wait "$pid"
is 'with 0' equals $? 0
kill -CONT "$server"

daemon --config "$work/good.conf"
until_line 'leased 4' "$work/out"
kill -STOP "$server"
signal INT
# More than half a second between two signals: less counts as one.
gone 0.8
signal INT
wait "$pid"
is 'a second signal ends it at once' equals $? 130
kill -CONT "$server"

daemon --config "$work/good.conf"
until_line 'leased 4' "$work/out"
signal INT
signal TERM
wait "$pid"
is 'INT and TERM together count once' equals $? 0
is 'and every lease is returned' equals "$(leases)" 0

# An administrator kills the connection.
daemon --config "$work/good.conf"
until_line 'leased 4' "$work/out"
ci/sql -e "KILL USER 'bot'@'localhost'"
is 'a killed connection is said' until_line 'a connection to server 0 was lost' "$work/out"
is 'and made again: heartbeats go on' until_line 'heartbeats=[1-9].* database=ok' "$work/out"
is 'the leases are kept' equals "$(leases)" 4
signal TERM
wait "$pid"
is 'it ends with 0' equals $? 0

# Two of one name take turns, ever more slowly, and say why.
daemon --config "$work/good.conf"
until_line 'leased 4' "$work/out"
build/playerbotd --config "$work/good.conf" >"$work/twin" 2>&1 &
twin=$!
is 'two of one name: it is said' until_line "another process seems to register as 'fault'" "$work/out"
is 'never more leases than one of them has' equals "$(leases)" 4
jobs -rp | grep -qx "$twin" && kill -TERM "$twin"
wait "$twin"
is 'the twin ends with 0' equals $? 0
signal TERM
wait "$pid"
is 'it ends with 0, whoever held the leases last' equals $? 0
is 'no lease is left' equals "$(leases)" 0

# The database is gone when it is told to end.
daemon --config "$work/good.conf"
until_line 'leased 4' "$work/out"
ci/server stop "$work"
until_line 'database away' "$work/out"
begin=$(now_ms)
signal TERM
wait "$pid"
is 'TERM without a database ends it with 0' equals $? 0
is 'within its 10 s of patience' below $(($(now_ms) - begin)) 15000
is 'and says what happens to the leases' grep -q 'takes the leases back by itself' "$work/out"
is 'one line for a lost database, not one for each try' below "$(grep -c 'database away' "$work/out")" 4
echo "1..$number"
exit $failed
