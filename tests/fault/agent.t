#!/usr/bin/env bash
# The agent library when things go wrong, as a host sees it: database killed under load, connections cut in the middle of a
# call, an agent that freezes, dies, or finds its disk full, a slow database, failover, TLS. On a private server. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-agent.XXXXXX)
chmod 755 "$work"
port=$((20000 + $$ % 10000))
cleanup() { kill -KILL $(jobs -rp) 2>/dev/null; ci/server stop "$work/db" >/dev/null 2>&1; rm -rf "$work" "${SCRATCH:-}"; }
# count_until COUNT TEXT FILE: how many lines have it, once so many do, or after 90 s: a worker writes them.
count_until() { timeout 90 grep -am"$1" -- "$2" <(follow "$3") | grep -c ''; }
sql() { ci/sql -N playerbot -e "$1"; }
# start NAME BOTS [LINE...]: a host of that name with these lines of configuration; talks through $work/NAME.in and .out.
# ttl, beat (interval of heartbeats), interval (of write-behind) and agent (its name) may come from the environment.
start() {
  local name=$1 bots=$2
  shift 2
  { printf 'Playerbot.Database.OptionFile = %s\nPlayerbot.Agent.Name = %s\nPlayerbot.MaxBotsTotal = 100\nPlayerbot.WriteBehind.Interval = %s\n' "$work/agent.cnf" "${agent:-$name}" "${interval:-1}"
    printf 'Playerbot.HeartbeatInterval = %s\nPlayerbot.LeaseTtl = %s\nPlayerbot.Database.BreakerOpenTime = 300\nPlayerbot.Journal.File = %s\n' "${beat:-1}" "${ttl:-60}" "$work/$name.journal"
    [ $# = 0 ] || printf '%s\n' "$@"; } >"$work/$name.conf"
  : >"$work/$name.out"
  mkfifo "$work/$name.in" 2>/dev/null
  build/host/fault_host "$work/$name.conf" "$bots" <"$work/$name.in" >>"$work/$name.out" 2>&1 &
  pid=$!
  exec {fd}>"$work/$name.in"
}
tell() { echo "$*" >&"$fd"; }
# ask TEXT LINE: says LINE and waits for a new line of the answer with TEXT.
ask() { local from=$(($(wc -l <"$out") + 1)); tell "$2"; until_line "$1" "$out" "$from"; }
# reaches NAME VALUE: asks for a metric until it has that value, at most 90 s; each question waits for its answer.
reaches() {
  local end=$((SECONDS + 90))
  while [ $SECONDS -lt $end ]; do
    ask "^metric $1 " "metric $1" && [ "$(grep "^metric $1 " "$out" | tail -n 1)" = "metric $1 $2" ] && return
  done
  grep "^metric $1 " "$out" | tail -n 1
  return 1
}
gone() { timeout "$1" tail --pid="$2" -f /dev/null; ! kill -0 "$2" 2>/dev/null; }
stop() { tell stop; until_line '^event stopped' "$out"; exec {fd}>&-; wait "$pid"; }
restart_db() { ci/server start "$work/db" "$port" >/dev/null; }
# states TEXT [BLANKS]: how many accounts have that state in the database.
states() { sql "SELECT CONCAT(COUNT(*), ' ', COUNT(DISTINCT SUBSTRING(state, 17))) FROM sessions WHERE SUBSTRING(state, 17) = CONCAT(account_id, ' $1', SPACE(${2:-0}))"; }
# hold SECONDS SELECT: another session locks the rows of a query for so long; returns when it has them.
hold() {
  : >"$work/held"
  ci/sql -N --unbuffered playerbot -e "BEGIN; $2 FOR UPDATE; DO SLEEP($1); COMMIT" >"$work/held" &
  locker=$!
  until_line '[0-9]' "$work/held"
}
# longest CLOCK: the longest tick since the last call of ticks, in microseconds.
longest() { grep '^ticks' "$out" | tail -n 1 | sed "s/.*$1 \([0-9]*\) us.*/\1/"; }
leases() { sql 'SELECT COUNT(*) FROM v_leases'; }
now_ms() { date +%s%3N; }
beats() { ask '^metric agent_heartbeats' 'metric agent_heartbeats'; sed -n 's/^metric agent_heartbeats //p' "$out" | tail -n 1; }

trap cleanup EXIT
make -s build/host/fault_host || exit 1
mkdir "$work/tls"
( cd "$work/tls" && umask 022
  for ca in good other; do openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$ca" -keyout $ca.key -out $ca.pem; done
  openssl req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout server.key -out server.csr
  printf 'subjectAltName=IP:127.0.0.1\n' >ext
  openssl x509 -req -in server.csr -CA good.pem -CAkey good.key -CAcreateserial -days 2 -extfile ext -out server.pem
  chmod 644 server.key ) >/dev/null 2>&1
export SERVER_BUFFER_POOL=64M SERVER_OPTIONS="--ssl-ca=$work/tls/good.pem --ssl-cert=$work/tls/server.pem --ssl-key=$work/tls/server.key"
export DB_SOCKET=$work/db/mysql.sock DB_USER=root DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' HOST_CORE=trinitycore
ci/deployed-server "$work/db" "$port" >/dev/null 2>&1 || exit 1
ci/sql -e "CREATE USER bot@'%' IDENTIFIED BY 'fault-secret'; GRANT playerbot_agent TO bot@'%'; SET DEFAULT ROLE playerbot_agent FOR bot@'%'"
(umask 077; printf '[client]\nuser=bot\npassword=fault-secret\n' >"$work/agent.cnf")
socket="Playerbot.Database.Socket = $DB_SOCKET"

# The database is killed under load and comes back.
start load 100 "$socket"
out=$work/load.out
is 'a host leases its accounts' until_line 'leased 10 accounts, 10 of 10' "$out"
ask '^all opened' open
ask '^set 10 refused 0' 'set first'
ask '^flushed ok' flush
is 'what was flushed is in the database' equals "$(states first)" '10 10'
kill -KILL "$(cat "$work/db/pid")"
is 'the database is killed: it is said' until_line 'database away' "$out"
ask '^set 10 refused 0' 'set second'
is 'a flush without a database ends in the journal' ask '^flushed ok' flush
is 'which is on disk' test -s "$work/load.journal"
ask '^set 10 refused 0' 'set third'
restart_db
is 'it comes back: it is said' until_line 'database back' "$out"
is 'what was kept goes out, then the rest' ask '^flushed ok' flush
is 'the journal drains' reaches outbox_journal_bytes 0
is 'in order, the last one last' equals "$(states third)" '10 10'
is 'the journal is empty again' equals "$(stat -c %s "$work/load.journal")" 0
is 'no lease was lost' equals "$(grep -c '^event lost' "$out")" 0
is 'nothing was rejected' test ! -e "$work/load.journal.rejected"

# It dies with changes in the journal; its next start replays them in order, once.
kill -KILL "$(cat "$work/db/pid")"
until_line 'database away' "$out" "$(($(wc -l <"$out") + 1))" >/dev/null
ask '^set 10' 'set fourth'; ask '^flushed ok' flush
ask '^set 10' 'set fifth'; ask '^flushed ok' flush
exec {fd}>&-
kill -KILL "$pid"; wait "$pid" 2>/dev/null
restart_db
start load 100 "$socket"
is 'a journal from before is found' until_line 'from before; they go out first' "$out"
is 'the leases of the killed agent come back to its name' until_line 'leased 10 accounts, 10 of 10' "$out"
is 'what a killed agent had flushed is in the database' equals "$(states fifth)" '10 10'
is 'twenty rows were replayed' ask '^metric outbox_replayed 20' 'metric outbox_replayed'
is 'none of them twice' equals "$(sql "SELECT MAX(sequence) <= 6 FROM sessions")" 1
is 'the end returns every lease' stop
is 'all of them' equals "$(sql 'SELECT COUNT(*) FROM v_leases')" 0

# An answer is cut off at some byte, or comes without its result set: the call is made again under the same number.
echo 'cut 0 acquire_accounts' >"$work/order"
tests/fault/proxy.pl $((port + 1)) "$port" "$work/order" >"$work/proxy.out" 2>&1 &
proxy=$!
until_line ready "$work/proxy.out"
start cut 100 "Playerbot.Database.Host = 127.0.0.1:$((port + 1))" 'Playerbot.Database.Tls = off' 'Playerbot.Database.BreakerFailures = 100'
out=$work/cut.out
is 'the answer to the first lease is cut off' until_line '^cut acquire_accounts after 0 ' "$work/proxy.out"
is 'the call is made again' until_line 'leased 10 accounts, 10 of 10' "$out"
is 'and leases once' equals "$(leases)" 10
held=10
for order in 'cut 0' 'cut 1' 'cut 30' 'cut 90' 'cut 100000' strip; do
  from=$(($(wc -l <"$work/proxy.out") + 1))
  before=$(sql 'SELECT COUNT(*) FROM accounts')
  echo "$order create_accounts" >"$work/order"
  is "$order: accounts are created" ask '^created 7 of 7 ok' 'create 7'
  is "$order: their answer was met" until_line ' create_accounts\|stripped create_accounts' "$work/proxy.out" "$from"
  is "$order: none twice" equals "$(($(sql 'SELECT COUNT(*) FROM accounts') - before))" 7
  echo "$order acquire_account" >"$work/order"
  is "$order: an account is leased" ask '^acquired [1-9][0-9]* ok' acquire
  is "$order: its answer was met" until_line ' acquire_account\|stripped acquire_account' "$work/proxy.out" $((from + 1))
  held=$((held + 1))
  is "$order: none twice" equals "$(leases)" "$held"
  is "$order: the host knows it" ask "^count $held " count
done
# A lease that nobody here knows of, as after a call that was given up while the database did it: it is taken over.
known=$(grep -c '^event leased ' "$out")
sql 'CALL acquire_account((SELECT agent_id FROM v_leases LIMIT 1), 7)' >"$work/unknown"
held=$((held + 1))
is 'a lease that the agent does not know is taken over' until_line "^event leased $(cut -f 1 "$work/unknown") " "$out"
is 'the host has it' ask "^count $held " count
is 'and none of the others is told again' equals "$(grep -c '^event leased ' "$out")" $((known + 1))
is 'no account is told twice' equals "$(grep '^event leased ' "$out" | sort | uniq -d)" ''
echo 'strip save_sessions' >"$work/order"
ask '^all opened' open
ask "^set $held refused 0" 'set stripped'
is 'changes are saved though their answer has no rows' ask '^flushed ok' flush
is 'that answer was met' until_line 'stripped save_sessions' "$work/proxy.out"
is 'they are in the database' equals "$(states stripped)" "$held $held"
echo pass >"$work/order"

# A slow database: rows that every save needs are locked. The same work without the lock is the measure.
ask '^ticks' ticks
ask "^set $held" 'set quick'
ask '^flushed ok' flush
ask '^ticks' ticks
usual=$(longest cpu)
begin=$(now_ms)
hold 3 'SELECT account_id FROM sessions'
ask "^set $held" 'set slow'
is 'a database that takes seconds for a call still answers' ask '^flushed ok' flush
is 'seconds later' below 2000 $(($(now_ms) - begin))
wait "$locker"
ask '^ticks' ticks
is 'and no tick waits for it: longest one in microseconds of CPU' below "$(longest cpu)" $((usual + 10000))
is 'and of time' below "$(longest wall)" 500000
# An answer that comes seconds late keeps its connection, not the others.
echo 'delay 4000 save_sessions' >"$work/order"
beats=$(beats)
from=$(($(wc -l <"$out") + 1))
ask "^set $held" 'set late'
tell flush
until_line '^delayed save_sessions' "$work/proxy.out"
is 'heartbeats go through beside a late answer' reaches agent_heartbeats $((beats + 2))
is 'which is late still' equals "$(tail -n "+$from" "$out" | grep -c '^flushed')" 0
is 'and comes' until_line '^flushed ok' "$out" "$from"
echo pass >"$work/order"
stop

# The answer to a save of a registration that has ended comes when the agent has registered anew: that one goes on.
beat=6 start replaced 100 "Playerbot.Database.Host = 127.0.0.1:$((port + 1))" 'Playerbot.Database.Tls = off' 'Playerbot.Database.BreakerFailures = 100'
out=$work/replaced.out
until_line 'leased 10 accounts' "$out"
ask '^all opened' open
beats=$(beats)
reaches agent_heartbeats $((beats + 1))
echo 'delay 12000 save_sessions' >"$work/order"
sql "CALL register_agent('replaced', 'elsewhere', '1')" >/dev/null
from=$(($(wc -l <"$work/proxy.out") + 1))
begin=$(($(wc -l <"$out") + 1))
ask '^set 10 refused 0' 'set replaced'
tell flush
is 'a save after the end of the registration: its answer waits' until_line '^delayed save_sessions' "$work/proxy.out" "$from"
is 'the agent registers anew meanwhile' until_line "registered 'replaced' as agent" "$out" "$begin"
is 'it leases again when the late answer is there' until_line 'leased 10 accounts' "$out" "$begin"
is 'and saves' equals "$(ask '^all opened' open; ask '^set 10 refused 0' 'set again'; ask '^flushed ok' flush; states again)" '10 10'
echo pass >"$work/order"
stop

# Failover: the first host goes away and comes back.
start over 100 "Playerbot.Database.Host = 127.0.0.1:$((port + 1)), 127.0.0.1:$port" 'Playerbot.Database.Tls = off'
out=$work/over.out
until_line 'leased 10 accounts' "$out"
is 'the first host is used' ask '^metric database_server 0' 'metric database_server'
kill "$proxy"; wait "$proxy" 2>/dev/null
is 'it goes away: its breaker opens' until_line 'server 0 .*circuit breaker open' "$out"
is 'which is counted' ask '^metric database_breaker_openings [1-9]' 'metric database_breaker_openings'
is 'the second is used' ask '^metric database_server 1' 'metric database_server'
tests/fault/proxy.pl $((port + 1)) "$port" "$work/order" >"$work/proxy.out" 2>&1 &
proxy=$!
is 'it comes back: its breaker closes' until_line 'server 0 .*circuit breaker closed' "$out"
is 'and it is used again' ask '^metric database_server 0' 'metric database_server'
is 'no breaker is open' ask '^metric database_breakers_open 0' 'metric database_breakers_open'
is 'no lease was lost by all that' equals "$(grep -c '^event lost' "$out")" 0
stop

# TLS.
start tls 100 "Playerbot.Database.Host = 127.0.0.1:$((port + 1))" 'Playerbot.Database.Tls = verify' "Playerbot.Database.TlsCa = $work/tls/good.pem" 'Playerbot.Database.ConnectTimeout = 2000' 'Playerbot.Database.ConnectionsMax = 8'
out=$work/tls.out
is 'TLS with a checked certificate' until_line 'leased 10 accounts' "$out"
ask '^all opened' open; ask '^set 10' 'set tls'
hold 2 'SELECT agent_id FROM agents WHERE ended_at IS NULL'
is 'a slow call over TLS' ask '^flushed ok' flush
wait "$locker"
echo stall >"$work/order"
tell 'create 3'
is 'a stalled handshake' until_line 'heartbeat: .*trying again\|database away\|trying again in' "$out"
echo pass >"$work/order"
is 'goes on when it ends' until_line '^created 3 of 3 ok' "$out"
tell 'metric database_loop_held_max_us'
until_line '^metric database_loop_held_max_us' "$out"
held=$(sed -n 's/^metric database_loop_held_max_us //p' "$out" | tail -n 1)
is 'none of it held the loop: longest turn in microseconds' below "$held" 50000
stop
start badca 100 "Playerbot.Database.Host = 127.0.0.1:$port" 'Playerbot.Database.Tls = verify' "Playerbot.Database.TlsCa = $work/tls/other.pem"
is 'a certificate of another authority is refused' until_line 'database away: .*\(certificate\|TLS\|SSL\)' "$work/badca.out"
exec {fd}>&-
gone 30 "$pid"
kill "$proxy"

# A frozen agent: another has its accounts when it wakes.
sql "CALL set_setting('auto_create_accounts', '0')" >/dev/null
sql "CALL delete_all_accounts((SELECT total_accounts FROM v_bot_account_stats))" >/dev/null
sql "CALL create_accounts(10, NULL)" >/dev/null
sql "CALL set_setting('max_accounts', '10')" >/dev/null
ttl=4 interval=60 start frozen 100 "$socket"
out=$work/frozen.out frozen=$pid
until_line 'leased 10 accounts' "$out"
frozen_fd=$fd
ask '^all opened' open; ask '^set 10 refused 0' 'set before'; ask '^flushed ok' flush
# Not written yet when it freezes.
ask '^set 10 refused 0' 'set unsaved'
kill -STOP "$frozen"
echo 'set while-frozen' >&"$frozen_fd"; echo flush >&"$frozen_fd"
ttl=4 start heir 100 "$socket"
heir_fd=$fd
is 'a frozen agent loses its accounts to another' until_line 'leased 10 accounts' "$work/heir.out"
out=$work/heir.out
ask '^all opened' open; ask '^set 10 refused 0' 'set heir'; ask '^flushed ok' flush
kill -CONT "$frozen"
is 'it wakes: it is told that all are lost' until_line '^event lost' "$work/frozen.out"
is 'and registers anew' until_line "registered 'frozen' as agent" "$work/frozen.out" "$(($(grep -n '^event lost' "$work/frozen.out" | head -n 1 | cut -d: -f1) + 1))"
is 'what its host set before it knew is refused' grep -q '^set 0 refused 10' "$work/frozen.out"
fd=$frozen_fd out=$work/frozen.out
is 'what it had not written is refused by the database' reaches outbox_rejected 10
is 'and kept in the reject file' equals "$(count_until 10 ' unsaved\|"account_id"' "$work/frozen.journal.rejected")" 10
fd=$heir_fd out=$work/heir.out
is 'nothing of it was accepted' equals "$(states heir)" '10 10'
is 'the heir keeps every lease' equals "$(sql "SELECT COUNT(*) FROM v_leases WHERE agent = 'heir'")" 10
stop
exec {frozen_fd}>&-
gone 30 "$frozen"

# An agent dies with changes in its journal; its accounts come back by reclaim, and another has them at its return.
ttl=4 start dying 100 "$socket"
out=$work/dying.out
until_line 'leased 10 accounts' "$out"
ask '^all opened' open; ask '^set 10 refused 0' 'set before'; ask '^flushed ok' flush
kill -KILL "$(cat "$work/db/pid")"
until_line 'database away' "$out"
ask '^set 10 refused 0' 'set void'; ask '^flushed ok' flush
exec {fd}>&-
kill -KILL "$pid"; wait "$pid" 2>/dev/null
is 'its journal has them' equals "$(grep -aoc '"account_id"' "$work/dying.journal" | sed 's/^[1-9].*/some/')" some
restart_db
ttl=4 start heir 100 "$socket"
heir_fd=$fd heir=$pid out=$work/heir.out
is 'the leases of a killed agent come back by reclaim' until_line 'leased 10 accounts' "$out"
ask '^all opened' open; ask '^set 10 refused 0' 'set heir'; ask '^flushed ok' flush
ttl=4 start dying 100 "$socket"
out=$work/dying.out
is 'its journal is found' until_line 'from before; they go out first' "$out"
is 'all of it is refused' reaches outbox_rejected 10
is 'and kept in the reject file' equals "$(count_until 10 '"account_id"' "$work/dying.journal.rejected")" 10
is 'the journal is empty' reaches outbox_journal_bytes 0
is 'the other holder has what it wrote' equals "$(states heir)" '10 10'
stop
exec {heir_fd}>&-
gone 30 "$heir"

# Two agents of one name.
start one 100 "$socket"
one_fd=$fd one=$pid
until_line 'leased 10 accounts' "$work/one.out"
agent=one start twin 100 "$socket"
is 'two of one name: the first is told that all are lost' until_line '^event lost' "$work/one.out"
is 'it comes back, is replaced again, and says why' until_line "another process seems to register as 'one'" "$work/one.out"
is 'never more leases than one of them has' below "$(leases)" 11
out=$work/twin.out
is 'the twin ends' stop
from=$(($(wc -l <"$work/one.out") + 1))
fd=$one_fd pid=$one out=$work/one.out
is 'the first has them again' reaches agent_leases 10
stop


# The disk of the journal is full.
sql "CALL set_setting('max_accounts', '5000')" >/dev/null
mkfifo "$work/full.in"
cp "$work/frozen.conf" "$work/full.conf"
sed -i 's/frozen/full/; s/LeaseTtl = 4/LeaseTtl = 60/' "$work/full.conf"
sed -i "s|$work/frozen.journal|$work/full.journal|" "$work/full.conf"
echo 'Playerbot.WriteBehind.MemoryLimit = 1' >>"$work/full.conf"
out=$work/full.out
: >"$out"
# SIGXFSZ ignored, a write beyond the limit fails with EFBIG, as one on a full disk does with ENOSPC.
( trap '' XFSZ; ulimit -f 0; exec build/host/fault_host "$work/full.conf" 100 ) <"$work/full.in" 2>&1 | cat >>"$out" &
exec {fd}>"$work/full.in"
until_line 'leased 10 accounts' "$out"
ask '^all opened' open; ask '^set 10 refused 0' 'set full'
kill -KILL "$(cat "$work/db/pid")"
until_line 'database away' "$out"
tell flush
is 'a full disk is said' until_line 'changes stay in memory' "$out"
# More than the memory for changes that wait.
tell 'pad 200000'
ask '^set 10 refused 0' 'set fuller'
tell flush
is 'so is full memory: degraded' until_line '^event degraded 0 1' "$out"
restart_db
is 'and nothing is lost' until_line '^flushed ok' "$out"
is 'degraded no more' until_line '^event degraded 0 0' "$out"
is 'when the database is back' equals "$(states fuller 200000)" '10 10'
tell stop
until_line '^event stopped' "$out"
exec {fd}>&-
echo "1..$number"
exit $failed
