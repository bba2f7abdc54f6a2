#!/usr/bin/env bash
# kill -9 in the middle of trades and auctions: playerbotd with the embedded realm on a private server, bots who trade and auction,
# people who bid. After each end the database alone must add up, thing by thing and copper by copper: whatever was lost was lost on
# both sides. And the ledger of gold must say why there is more or less: exactly after a normal end, after kill -9 but for what neither
# the database nor the journal had been told yet (watch.may_differ). The world has no creatures that fight and no vendors, so things and money come from trades, houses and letters only; what
# houses and letters did is kept by triggers of this test, and everything is read with SQL. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-kill.XXXXXX)
chmod 755 "$work"
trap 'kill $(jobs -rp) 2>/dev/null; ci/server stop "$work/server" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
query() { echo "$1" | client --skip-column-names; }
# until_true SECONDS COMMAND...: asks again until it is so, while the process is there.
until_true() { local end=$((SECONDS + $1)); until "${@:2}" >/dev/null 2>&1; do [ $SECONDS -lt $end ] && kill -0 "$daemon" || { tail -n 5 "$work/out"; "${@:2}"; return 1; }; done; }
RANDOM=${SEED:=$$}
echo "# SEED=$SEED"

export DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' DB_USER=root DB_SOCKET=$work/server/mysql.sock HOST_CORE=trinitycore
serve() { ci/server start "$work/server" >"$work/log" 2>&1; }
WORLD_SCALE=20 ci/deployed-server "$work/server" >"$work/log" 2>&1 ||
  { sed 's/^/# /' "$work/log" | tail -n 20; echo 'Bail out! no server'; exit 1; }
client <tests/integration/market_kill.sql >"$work/log" 2>&1 || { sed 's/^/# /' "$work/log"; echo 'Bail out! no world'; exit 1; }
printf '[client]\nuser=realm\npassword=wolf\nsocket=%s\n' "$DB_SOCKET" >"$work/realm.cnf"
chmod 600 "$work/realm.cnf"
printf 'Playerbot.%s\n' "Database.OptionFile = $work/realm.cnf" "Control.Socket = $work/realm.sock" 'Agent.Name = kill' 'MaxBotsTotal = 60' 'Agent.Bots = 60' \
  'WriteBehind.Interval = 1' "Journal.File = $work/journal" 'LeaseTtl = 5' 'HeartbeatInterval = 1' 'Auction.Limits = bot=10 house=1000 item=20 scan=60 strategy=market' >"$work/realm.conf"
speed=100
# In the background, as the process that `daemon` names; its output in $work/out.
begin() { build/playerbotd -c "$work/realm.conf" --realm --seed "$((SEED + 1))" --bots 60 --speed "$speed" --people 1500 "$@" >"$work/out" 2>&1 & daemon=$!; }
# Gold of the journal that the database does not have: "NET GROSS". Each batch: its number and time, a line end, its rows.
journal_gold() {
  { query "SELECT batch_id FROM playerbot.market_batches WHERE kind = 'gold'"; echo =; [ ! -e "$work/journal.market" ] || cat "$work/journal.market"; } |
    perl -0777 -ne 'my ($had, $text) = split /^=\n/m, $_, 2; my %had = map { $_ => 1 } split /\n/, $had; my ($net, $gross, %seen) = (0, 0);
      while ($text =~ /(\d+) \d+\n(\[\["[a-z_]+",[^\]]*\](?:,\["[a-z_]+",[^\]]*\])*\])/g) {
        my ($number, $rows) = ($1, $2);
        next if $had{$number} || $seen{$number}++;
        while ($rows =~ /",(\d+),(\d+),\d+\]/g) { $net += $1 - $2; $gross += $1 + $2 } }
      print "$net $gross\n"'
}
unexplained() { echo $(($(query 'SELECT copper FROM watch.unexplained') - $(journal_gold | cut -d ' ' -f 1))); }
last_entry() { query 'SELECT COALESCE(MAX(entry_id), 0) FROM watch.ledger'; }
# Bots with money and things, each faction in one place, who then act.
fill_and_begin() { query 'CALL watch.fill()'; begun=$(unexplained) since=$(last_entry); begin; }
# explains MORE: what came and went since then is what the ledger says, but for MORE copper.
explains() {
  local differs=$(($(unexplained) - begun))
  echo "# the ledger differs by $differs copper, $1 may be unknown" >>"$work/differs"
  [ ${differs#-} -le "$1" ] || { echo "the ledger explains $((-differs)) copper more than there is; at most $1 may be unknown"; query 'SELECT * FROM playerbot.v_gold_ledger; SELECT what, COUNT(*), SUM(copper) FROM watch.ledger GROUP BY what'; return 1; }
}
explains_after_kill() { explains $(($(query "SELECT watch.may_differ($since)") + $(journal_gold | cut -d ' ' -f 2))); }
# If this life cost anything, the ledger has some of that, and nothing of that may be unknown any more: so what is compared is not nothing.
has_begun() {
  query "SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM watch.ledger WHERE what = 'cost' AND copper > 0 AND entry_id > $since)
    OR (SELECT MIN(at) FROM watch.ledger WHERE what = 'cost' AND copper > 0 AND entry_id > $since) < (SELECT MAX(observed_at) FROM playerbot.market_batches WHERE kind = 'gold')
    AND (SELECT COUNT(*) FROM watch.ledger WHERE what = 'save' AND entry_id > (SELECT MIN(entry_id) FROM watch.ledger WHERE what = 'gold' AND copper > 0 AND entry_id > $since)) >= 3" | grep -q 1
}
ledger_goes_on() { until_true 90 has_begun; }
end_with() { kill "-$1" "$daemon"; wait "$daemon" 2>/dev/null; }
# The server waits a moment: asking again and again would take the time that the agent needs.
acts() { query "DO SLEEP(0.1); SELECT COUNT(*) FROM watch.acts WHERE what LIKE '$1'"; }
go_on() { at_least "$(acts "$1")" "$2"; }
# lively COMMAND...: until it is so. Bots who have sold what they had, or have met nobody, wander off: then all begin once more.
lively() {
  local try
  for try in 1 2 3 4 5 6; do
    ! until_true 30 "$@" || return 0
    end_with TERM
    adds_up && explains 0 || return 1
    fill_and_begin
  done
  return 1
}
# some KIND MOST: until up to so many more acts have come into the database.
some() { lively go_on "$1" $(($(acts "$1") + 1 + RANDOM % $2)); }
# What does not add up, one line each; watch.wrong is a view.
adds_up() { equals "$(query 'SELECT * FROM watch.wrong LIMIT 12')" ''; }

begin
is 'bots are made' until_line 'bots online=60 ' "$work/out"
[ $failed = 0 ] || { echo 'Bail out! no bots'; exit 1; }
end_with TERM
query 'CALL watch.fill()'
is 'what they are given adds up' adds_up

for life in 1 2; do
  fill_and_begin
  is "life $life: there are trades" some thing 12
  [ $life = 1 ] || is "life $life: and auctions" some auction 4
  is "life $life: the ledger goes on" ledger_goes_on
  end_with KILL
  is "life $life: after kill -9 no thing and no copper is there twice, and none is missing" adds_up
  is "life $life: the ledger explains it" explains_after_kill
done

# Slower, and without purchases: what comes and goes while the database is away should be there when it is back. A sale's money takes an hour.
speed=40
query "UPDATE playerbot.settings SET value = '0' WHERE name = 'auction_spending_fleet'"
fill_and_begin
is 'life 3: they go on' some % 4
is 'life 3: the ledger goes on' ledger_goes_on
ci/server stop "$work/server" >/dev/null 2>&1
is 'the database is away, and they go on' until_true 90 test -s "$work/journal.market"
end_with KILL
serve
is 'after kill -9 without a database all adds up' adds_up
is 'the ledger and the journal explain it' explains_after_kill

fill_and_begin
is 'life 4: they go on' some % 4
is 'life 4: the ledger goes on' ledger_goes_on
ci/server stop "$work/server" >/dev/null 2>&1
is 'without a database too' until_true 90 test -s "$work/journal.market"
serve
is 'it comes back, and has what happened meanwhile' until_true 90 go_on % $(($(acts %) + 1))
end_with KILL
is 'after kill -9 all adds up' adds_up
is 'the ledger explains it' explains_after_kill

# One of its accounts goes to somebody else while it acts: who dealt with those bots a moment ago is as before, or neither.
speed=100
query "UPDATE playerbot.settings SET value = '100000000' WHERE name = 'auction_spending_fleet'"
fill_and_begin
is 'life 5: auctions go on' some auction 3
is 'life 5: the ledger goes on' ledger_goes_on
# What those bots did and nobody saved stays in the ledger: they do not come back to this agent, which finds what others lack ("other").
before_theft=$(query "SELECT COALESCE(MIN(entry_id), 1) - 1 FROM (SELECT entry_id FROM watch.ledger WHERE what = 'save' ORDER BY entry_id DESC LIMIT 3) s")
stolen=$(query "SELECT MIN(account_id) FROM playerbot.v_leases WHERE agent = 'kill'")
query "SELECT a.agent_id, a.fence INTO @agent, @fence FROM playerbot.accounts a WHERE a.account_id = $stolen;
       CALL playerbot.release_account(@agent, $stolen, @fence); CALL playerbot.register_agent('thief', 'h', '1');
       CALL playerbot.acquire_accounts((SELECT MAX(agent_id) FROM playerbot.agents WHERE name = 'thief'), (SELECT COUNT(*) FROM playerbot.accounts WHERE state = 'pooled'), NULL)" >"$work/theft"
is 'an account goes to somebody else' equals "$(query "SELECT agent FROM playerbot.v_leases WHERE account_id = $stolen")" thief
is 'the others go on' some % 4
end_with KILL
is 'after kill -9 all adds up' adds_up
since_theft() { explains $(($(query "SELECT COALESCE(SUM(copper), 0) FROM watch.ledger WHERE entry_id > $before_theft AND what <> 'save'") + $(query "SELECT watch.may_differ($since)") + $(journal_gold | cut -d ' ' -f 2))); }
is 'the ledger explains it, but for what happened since the theft' since_theft
query "CALL playerbot.unregister_agent((SELECT MAX(agent_id) FROM playerbot.agents WHERE name = 'thief'))" >"$work/theft"

has_all() { at_least "$(query "SELECT (SELECT COUNT(*) > 0 FROM playerbot.trades WHERE kind = 'trade') + (SELECT COUNT(*) > 0 FROM watch.auctions) + (SELECT COUNT(*) > 0 FROM watch.letters WHERE reason = 1)")" 3; }
fill_and_begin
is 'life 6: there are trades, auctions, and sales' lively has_all
is 'life 6: and auctions of its own' some auction 2
end_with TERM
is 'after a normal end all adds up' adds_up
is 'and the ledger explains it to the copper' explains 0
is 'it knows deposits' at_least "$(query "SELECT COALESCE(SUM(destroyed), 0) FROM playerbot.v_gold_ledger WHERE cause = 'deposit'")" 1
query 'SELECT what, COUNT(*) FROM watch.acts GROUP BY what' | sed 's/^/# /'
cat "$work/differs"
echo "1..$number"
exit $failed
