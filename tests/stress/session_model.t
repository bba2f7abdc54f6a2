#!/usr/bin/env bash
# A random host on its sessions, beside a model of what must be stored, on a private server of its own; see
# tests/tools/session_model.c. TAP. SEED repeats an earlier run.
cd "$(dirname "$0")/../.."
. ci/lib.sh
set +e
failed=0
work=$(mktemp -d /tmp/playerbot-model.XXXXXX)
chmod 755 "$work"
cleanup() {
  [ ! -e "$work/mysql.sock.away" ] || mv "$work/mysql.sock.away" "$work/mysql.sock"
  ci/server stop "$work" >/dev/null 2>&1
  rm -rf "$work" "${SCRATCH:-}"
}
trap cleanup EXIT
make -s build/tools/session_model || { echo 'not ok 1 - the model is built'; echo 1..1; exit 1; }
export DB_SOCKET=$work/mysql.sock DB_USER=root DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' HOST_CORE=trinitycore
SERVER_BUFFER_POOL=64M ci/deployed-server "$work" >/dev/null 2>&1 || exit 1
ci/sql -e "CREATE USER bot@localhost IDENTIFIED BY 'model-secret'; GRANT playerbot_agent TO bot@localhost; SET DEFAULT ROLE playerbot_agent FOR bot@localhost"
(umask 077; printf '[client]\nuser=bot\npassword=model-secret\nsocket=%s\n' "$DB_SOCKET" >"$work/agent.cnf")
cat >"$work/model.conf" <<END
Playerbot.Database.OptionFile = $work/agent.cnf
Playerbot.Database.BreakerOpenTime = 50
Playerbot.Agent.Name = model
Playerbot.HeartbeatInterval = 1
Playerbot.LeaseTtl = 10
Playerbot.MaxBotsTotal = 120
Playerbot.PoolSize = 10
Playerbot.MaxAccounts = 100
Playerbot.Session.IdleTime = 1
Playerbot.Session.CleanupInterval = 1
Playerbot.WriteBehind.Interval = 1
Playerbot.Journal.File = $work/journal
Playerbot.Shutdown.Timeout = 5
END
if MODEL_LOG=1 timeout 600 build/tools/session_model "$work/model.conf" "$DB_SOCKET" "$work/journal" 4 200 >"$work/out" 2>"$work/log"; then
  cat "$work/out"
  echo 'ok 1 - the model agrees: what a call took is stored, through kills, outages, lost registrations and restarts'
else
  grep -v ' config ' "$work/log" | tail -n 30 | sed 's/^/# /'
  sed 's/^[^#]/# &/' "$work/out" | tail -n 30
  echo "not ok 1 - the model agrees: $(grep -m1 '^# line' "$work/out" | tr -d '#' | cut -c 1-200) $(grep -om1 'SEED=[0-9]*' "$work/out")"
  failed=1
fi
if [ ! -s "$work/journal.rejected" ]; then
  echo 'ok 2 - no change was rejected'
else
  head -c 300 "$work/journal.rejected" | sed 's/^/# /'; echo
  echo 'not ok 2 - no change was rejected'
  failed=1
fi
echo 1..2
exit $failed
