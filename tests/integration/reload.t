#!/usr/bin/env bash
# A changed configuration on SIGHUP: what is applied, what takes a restart, what is refused. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
for key in ${!PLAYERBOT_*}; do unset "$key"; done
work=$(mktemp -d /tmp/playerbot-reload.XXXXXX)
chmod 755 "$work"
trap 'kill $(jobs -p) 2>/dev/null; ci/server stop "$work" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
one() { ci/sql -N playerbot -e "$1"; }
said() { grep -qF -- "$1" "$work/out" || { tail -n 12 "$work/out"; return 1; }; }
not_said() { ! grep -F -- "$1" "$work/out"; }
# configure LINE...: the file has these lines besides the user's.
configure() { printf '%s\n' "Playerbot.Database.OptionFile = $work/agent.cnf" 'Playerbot.HeartbeatInterval = 1' 'Playerbot.LeaseTtl = 5' "$@" >"$work/agent.conf"; }

export DB_SOCKET=$work/mysql.sock DB_USER=root HOST_CORE=trinitycore
SERVER_BUFFER_POOL=64M ci/deployed-server "$work" >/dev/null 2>&1 || exit 1
ci/sql -e "CREATE USER bot@localhost IDENTIFIED BY 'reload-secret'; GRANT playerbot_agent TO bot@localhost; SET DEFAULT ROLE playerbot_agent FOR bot@localhost"
(umask 077; printf '[client]\nuser=bot\npassword=reload-secret\nsocket=%s\n' "$DB_SOCKET" >"$work/agent.cnf")

configure 'Playerbot.Agent.Bots = 40' 'Playerbot.MaxBotsTotal = 40'
stdbuf -oL build/playerbotd --config "$work/agent.conf" >"$work/out" 2>&1 &
pid=$!
is 'it leases 4 accounts for 40 bots' until_line 'leased 4 accounts' "$work/out"
is 'nothing is warned of' not_said 'above Playerbot.MaxBotsTotal'

configure 'Playerbot.Agent.Bots = many' 'Playerbot.PolSize = 7'
kill -HUP $pid
is 'a file with errors is refused' until_line 'the configuration stays as it was' "$work/out"
is 'with the line, the value seen and the value wanted' said "agent.conf:4: Playerbot.Agent.Bots is 'many', wanted: a whole number from 0 to 1000000"
is 'every error of it' said "agent.conf:5: the key is 'Playerbot.PolSize', wanted: a key of playerbot.conf.dist; did you mean Playerbot.PoolSize?"

configure 'Playerbot.Agent.Bots = 60' 'Playerbot.MaxBotsTotal = 50' 'Playerbot.PoolSize = 7' 'Playerbot.Agent.Name = other' 'Playerbot.Log.Levels = database=DEBUG WARN config=INFO agent=INFO'
kill -HUP $pid
is 'what takes a restart is named' until_line 'configuration read anew: 5 changes; these take a restart: Playerbot.Agent.Name$' "$work/out"
is 'each change is told' said "Playerbot.Agent.Bots: '40' -> '60'"
is 'more bots than the realm wants are warned of' said "WARN  config: Playerbot.Agent.Bots is '60', above Playerbot.MaxBotsTotal = 50"
is 'more bots are leased for' until_line 'leased 2 accounts' "$work/out"
is 'a setting of the realm is set' until_line 'setting pool_target: 100 -> 7' "$work/out"
is 'in the database' equals "$(one "SELECT value FROM v_settings WHERE name = 'pool_target'")" 7
is 'the name stays' equals "$(one "SELECT agent FROM v_leases GROUP BY agent")" playerbotd

configure 'Playerbot.Agent.Bots = 60' 'Playerbot.MaxBotsTotal = 60' 'Playerbot.PoolSize = 7' 'Playerbot.Preset = small'
kill -HUP $pid
is 'a preset is applied but for what takes a restart' until_line 'these take a restart: Playerbot.Journal.SizeLimit Playerbot.Cache.AccountEntries$' "$work/out"
is 'as its keys are' said "Playerbot.Database.ConnectionsMax: '4' -> '2'"
is 'what is written wins' not_said "Playerbot.Agent.Bots: '60' -> '50'"
kill -HUP $pid
again() { timeout 60 tail -n +1 -f "$work/out" | perl -ne 'exit 42 if /configuration read anew: 2 changes; these take a restart/'; [ $? = 42 ]; }
is 'the same file again changes nothing more' again

kill -TERM $pid
wait $pid
is 'it ends with 0' equals $? 0
is 'and returns every lease' equals "$(one 'SELECT COUNT(*) FROM v_leases')" 0
echo "1..$number"
exit $failed
