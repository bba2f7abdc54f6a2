#!/usr/bin/env bash
# Health from end to end: an agent whose ticks are made too slow, on a private server. RED stands in the audit log and in the views, and runs
# Playerbot.AlertCommand: without a shell, with the reasons as one argument, with no file and no secret of ours. That it ends is audited too. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-health.XXXXXX)
chmod 755 "$work"
trap 'exec 9>&-; kill $(jobs -rp) 2>/dev/null; ci/server stop "$work/server" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
holds() { case $1 in *"$2"*) ;; *) echo "seen: $1, wanted: $2 in it"; return 1 ;; esac; }
lacks() { case $1 in *"$2"*) echo "seen: $1, wanted: no $2"; return 1 ;; esac; }
until_after_red() { timeout 90 grep -qm1 -- "$1" <(follow "$2" | sed -u '1,/^health RED/d') || { tail -n 15 "$2"; return 1; }; }
query() { echo "$1" | client --skip-column-names; }

export DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' DB_USER=root DB_SOCKET=$work/server/mysql.sock HOST_CORE=trinitycore
WORLD_SCALE=0 ci/deployed-server "$work/server" >"$work/log" 2>&1 ||
  { sed 's/^/# /' "$work/log" | tail -n 20; echo 'Bail out! no server'; exit 1; }
secret=Qx7-not-for-others
query "CREATE USER agent@localhost IDENTIFIED BY '$secret'; GRANT playerbot_agent TO agent@localhost; SET DEFAULT ROLE playerbot_agent FOR agent@localhost;"
# A name that a shell would run, cut up and glob; and a second one that is no file as it stands.
alert="$work/alert \$(touch $work/pwned) ; *.sh"
mkdir -p "$(dirname "$alert")"
cat >"$alert" <<'SCRIPT'
#!/bin/sh
out=@WORK@/alerts
{ printf 'arguments %s\n' "$#"; printf 'reasons %s\n' "$1"; env | sed 's/^/env /'
  for fd in /proc/$$/fd/*; do printf 'file %s\n' "$(readlink "$fd")"; done
  printf 'input %s\n' "$(wc -c)"
  printf 'end\n'; } >>"$out" 2>&1
SCRIPT
sed -i "s#@WORK@#$work#" "$alert"
chmod 755 "$alert"
: >"$work/alerts"
printf 'Playerbot.Database.Socket = %s\nPlayerbot.Database.User = agent\nPlayerbot.Agent.Name = slow\nPlayerbot.MaxBotsTotal = 20\nPlayerbot.AI.TickBudget = 1000\nPlayerbot.AlertCommand = %s\n' "$DB_SOCKET" "$alert" >"$work/red.conf"

mkfifo "$work/orders"
PLAYERBOT_DB_PASSWORD=$secret SECRET_OF_THE_HOST=other-$secret build/tools/red_host "$work/red.conf" 20 <"$work/orders" >"$work/run" 2>"$work/err" &
host=$!
exec 9>"$work/orders"
is 'slow ticks make health RED' until_line '^health RED ' "$work/run"
reasons=$(sed -n 's/^health RED //p' "$work/run" | head -n 1)
is 'with reasons: value and bound' holds "$reasons" 'p99 of ticks is '
is 'it is logged' grep -q 'ERROR.*health is RED: p99 of ticks' "$work/err"
is 'it is audited, with reasons and agent' equals "$(query "SELECT COUNT(*), MAX(g.name), MAX(JSON_VALUE(l.detail, '\$.reasons')), MAX(l.actor) FROM playerbot.audit_log l JOIN playerbot.agents g USING (agent_id) WHERE l.action = 'agent_health' AND JSON_VALUE(l.detail, '\$.health') = 'RED'")" "1	slow	$reasons	agent@localhost"
is 'the command has run' until_line '^end' "$work/alerts"
is 'with one argument' grep -qx 'arguments 1' "$work/alerts"
is 'which is the reasons' grep -qxF "reasons $reasons" "$work/alerts"
is 'its name went through no shell' test ! -e "$work/pwned"
is 'it finds no password in its environment' lacks "$(cat "$work/alerts")" "$secret"
is 'nor anything of Playerbot' lacks "$(grep '^env ' "$work/alerts")" PLAYERBOT
is 'but a PATH' grep -q '^env PATH=' "$work/alerts"
is 'no connection of ours' lacks "$(grep '^file ' "$work/alerts")" socket:
is 'and nothing to read' grep -qx 'input 0' "$work/alerts"
is 'the fleet shows it' equals "$(query "SELECT agent, health, bots, wanted, tick_p99_us >= 5000, tick_p50_us >= 5000, cpu_percent > 5, over_budget_ticks > 100, bytes_per_bot > 100, reasons = '$reasons' FROM playerbot.v_fleet")" "slow	RED	20	20	1	1	1	1	1	1"
is 'health of the database too' equals "$(query "SELECT status FROM playerbot.v_health WHERE item = 'bots'")" RED
is 'systems tell how late they are' equals "$(query "SELECT COUNT(*) FROM playerbot.v_system_metrics WHERE agent = 'slow' AND stated_age_ms > 0 AND interval_ms > 0")" 10

# Reasons as bad as they come: one argument still.
hostile="'; touch $work/pwned; \$(touch $work/pwned) \`touch $work/pwned\` | & * \"x\" -rf"
: >"$work/alerts"
printf 'alert %s\n' "$hostile" >&9
is 'hostile reasons' until_line '^end' "$work/alerts"
is 'are one argument' grep -qx 'arguments 1' "$work/alerts"
is 'as it is' grep -qxF "reasons $hostile" "$work/alerts"
is 'and nothing of it was run' test ! -e "$work/pwned"

echo light >&9
is 'fast ticks end it' until_after_red '^health \(GREEN\|YELLOW\)' "$work/run"
is 'systems tell how well their caches do' equals "$(query "SELECT COUNT(*) > 0 FROM playerbot.v_system_metrics WHERE cache_hits + cache_misses > 0")" 1
is 'that it ended is audited' equals "$(query "SELECT COUNT(*) FROM playerbot.audit_log WHERE action = 'agent_health' AND JSON_VALUE(detail, '\$.was') = 'RED'")" 1
is 'one alert for one RED' equals "$(grep -c 'health is RED' "$work/err")" 1
echo stop >&9
wait "$host"
is 'the host ends well' equals $? 0
is 'no secret in the database' equals "$(query "SELECT COUNT(*) FROM playerbot.audit_log WHERE detail LIKE '%$secret%'")" 0
is 'nor in the log' lacks "$(cat "$work/err" "$work/run")" "$secret"
echo "1..$number"
exit $failed
