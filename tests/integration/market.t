#!/usr/bin/env bash
# The market's books from end to end: playerbotd with the embedded realm on a private server. The ledger of the database has every
# copper that the bots got and gave, once: after a normal end, after kill -9, after a time without a database, and when a journal
# comes twice. The switch, and the daily limits. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-market.XXXXXX)
chmod 755 "$work"
trap 'kill $(jobs -rp) 2>/dev/null; ci/server stop "$work/server" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
# Asks again until it is so, for a minute and a half.
until_true() { local end=$((SECONDS + 90)); until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || { "$@"; return 1; }; done; }
query() { echo "$1" | client --skip-column-names; }

port=$((20000 + $$ % 10000))
export DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' DB_USER=root DB_SOCKET=$work/server/mysql.sock HOST_CORE=trinitycore
WORLD_SCALE=20 ci/deployed-server "$work/server" "$port" >"$work/log" 2>&1 ||
  { sed 's/^/# /' "$work/log" | tail -n 20; echo 'Bail out! no server'; exit 1; }
query "CREATE USER realm@localhost IDENTIFIED BY 'wolf'; GRANT playerbot_realm TO realm@localhost; SET DEFAULT ROLE playerbot_realm FOR realm@localhost;"
printf '[client]\nuser=realm\npassword=wolf\nsocket=%s\n' "$DB_SOCKET" >"$work/realm.cnf"
chmod 600 "$work/realm.cnf"
printf 'Playerbot.%s\n' "Database.OptionFile = $work/realm.cnf" "Control.Socket = $work/realm.sock" 'Agent.Name = market' 'MaxBotsTotal = 60' 'Agent.Bots = 60' \
  'WriteBehind.Interval = 1' "Journal.File = $work/journal" 'LeaseTtl = 5' 'HeartbeatInterval = 1' >"$work/realm.conf"
ctl() { build/playerbotctl -c "$work/realm.conf" "$@"; }
run() { build/playerbotd -c "$work/realm.conf" --realm --seed 7 --bots 60 --speed 20 "$@"; }
# In the background, as the process that `daemon` names.
begin() { build/playerbotd -c "$work/realm.conf" --realm --seed 7 --bots 60 --speed 20 "${@:2}" >"$1" 2>&1 & daemon=$!; }

# Lines "cause created destroyed moved" without those of zeros: of the database; of an agent that runs; of a report; of a journal.
ledger() { query "SELECT cause, SUM(created), SUM(destroyed), SUM(moved) FROM playerbot.v_gold_ledger GROUP BY cause HAVING SUM(created) + SUM(destroyed) + SUM(moved) > 0 ORDER BY cause" | tr '\t' ' '; }
of_json='my $g = $j->{gold}; my @rows = ref $g eq "ARRAY" ? @$g : map { {cause => $_, %{$g->{$_}}} } keys %$g;
  print map { "$_->{cause} $_->{created} $_->{destroyed} $_->{moved}\n" } grep { $_->{created} + $_->{destroyed} + $_->{moved} } @rows'
of_agent() { ctl --json market | perl -MJSON::PP -e "my \$j = decode_json(join '', <>); $of_json"; }
of_report() { perl -MJSON::PP -e "my \$j = decode_json(join '', <>); $of_json" <"$1"; }
of_journal() { [ ! -e "$1" ] || perl -0777 -ne 'print "$1 $2 $3 $4\n" while /\["([a-z_]+)",(\d+),(\d+),(\d+)\]/g' "$1"; }
# The batches of trades in a journal: their rows are told apart each by its own number, so such a batch is never "had already".
trade_batches() { perl -0777 -ne 'print scalar(() = /\n\[\{"trade_id":/g)' "$1"; }
sum() { perl -ane '$s{$F[0]}[$_] += $F[$_ + 1] for 0 .. 2; END { print map { "$_ @{$s{$_}}\n" } sort keys %s }'; }
# The first has at least what the second has.
covers() { perl -e 'my ($a, $b) = map { my %h = map { my @f = split; (shift @f, [@f]) } split /\n/; \%h } @ARGV;
  for my $c (keys %$b) { for (0 .. 2) { ($a->{$c}[$_] // 0) >= $b->{$c}[$_] or die "$c: $a->{$c}[$_], wanted at least $b->{$c}[$_]\n" } }' "$1" "$2"; }
report_value() { perl -MJSON::PP -e 'my $j = decode_json(join "", <STDIN>); print eval $ARGV[0]' "$2" <"$1"; }

# ---- A run with a normal end ----
begin "$work/run1" --report "$work/first.json"
has_causes() { [ "$(ledger | grep -cE '^(quest|loot|vendor_sale) ')" = 3 ]; }
is 'bots earn: quests, loot, vendors' until_true has_causes
kill -TERM "$daemon"
wait "$daemon"
is 'the run ends well' equals $? 0
is 'the ledger of the database is what the agent counted, to the copper' equals "$(ledger)" "$(of_report "$work/first.json" | sum)"
is 'and what the realm says, cause by cause' report_value "$work/first.json" '
  for (sort keys %{$j->{realm_gold}}) { my ($a, $b) = ($j->{gold}{$_}, $j->{realm_gold}{$_});
    $a->{got} == $b->{got} && $a->{gave} == $b->{gave} or die "$_: got $a->{got}, gave $a->{gave}; the realm: $b->{got}, $b->{gave}\n" }'
is 'nothing is unexplained' equals "$(report_value "$work/first.json" '$j->{gold}{other}{got} + $j->{gold}{other}{gave}')" 0
is 'nothing came twice, late, or not at all' equals "$(report_value "$work/first.json" 'join ",", map { $j->{market}{"books_$_"} } qw(duplicates expired rejected refused pending_batches journal_bytes)')" 0,0,0,0,0,0
# Trades are told apart by their own numbers, so their batches are not kept; members of a group may have traded.
trades=$(query 'SELECT COUNT(*) FROM playerbot.trades')
of_trades=$(($(report_value "$work/first.json" '$j->{market}{books_batches}') - $(query 'SELECT COUNT(*) FROM playerbot.market_batches')))
is 'every batch came once' at_most "$of_trades" "$trades"
is 'those of trades too' at_least "$of_trades" $((trades > 0))
is 'the market was closed: nothing was spent' equals "$(query 'SELECT COUNT(*) FROM playerbot.v_spending')" 0

# ---- The switch ----
before=$(ledger)
begin "$work/run2"
is 'all bots come back' until_line 'bots online=60 ' "$work/run2"
is 'the market is closed as shipped' sh -c "build/playerbotctl -c $work/realm.conf market | grep -q 'closed by the setting'"
is 'it is started' sh -c "build/playerbotctl -c $work/realm.conf market start | grep -q 'market: open'"
is 'for all agents' equals "$(query "SELECT value FROM playerbot.settings WHERE name = 'market_is_open'")" 1
is 'and stopped at once' sh -c "build/playerbotctl -c $work/realm.conf market stop | grep -q 'market: closed'"
is 'which status says' sh -c "build/playerbotctl -c $work/realm.conf market status | grep -q 'closed by an operator'"
is 'the audit log has both' equals "$(query "SELECT GROUP_CONCAT(JSON_VALUE(detail, '\$.new') ORDER BY audit_id) FROM playerbot.v_audit WHERE action = 'set_setting' AND JSON_VALUE(detail, '\$.name') = 'market_is_open'")" 1,0
is 'the ledger is shown' sh -c "build/playerbotctl -c $work/realm.conf market ledger | grep -q quest"

# ---- kill -9 ----
counted=$(of_agent | sum)
wanted=$(printf '%s\n%s\n' "$before" "$counted" | sum)
is_there() { covers "$(ledger)" "$wanted"; }
is 'what the agent has counted comes into the database while it runs' until_true is_there
kill -9 "$daemon"
wait "$daemon" 2>/dev/null
after=$(ledger)
is 'after kill -9 the ledger has all that it had' covers "$after" "$wanted"
run --duration 25 --report "$work/third.json" >"$work/run3" 2>&1
is 'a run after that ends well' equals $? 0
is 'it adds what it counted, once, and nothing of the dead one twice' equals "$(ledger)" "$( (echo "$after"; of_report "$work/third.json") | sum)"

# ---- Without a database, then kill -9 ----
begin "$work/run4"
is 'bots are there again' until_line 'bots online=60 ' "$work/run4"
ci/server stop "$work/server" >/dev/null 2>&1
has_gold() { [ -n "$(of_journal "$work/journal.market")" ]; }
is 'with the database away the books go into the journal, gold too' until_true has_gold
kill -9 "$daemon"
wait "$daemon" 2>/dev/null
cp "$work/journal.market" "$work/journal.copy"
kept=$(of_journal "$work/journal.copy" | sum)
ci/server start "$work/server" "$port" >"$work/log" 2>&1
before=$(ledger)
run --duration 25 --report "$work/fifth.json" >"$work/run5" 2>&1
is 'with the database back a run ends well' equals $? 0
is 'the journal came in, once' equals "$(ledger)" "$( (echo "$before"; echo "$kept"; of_report "$work/fifth.json") | sum)"
is 'and is empty' sh -c "[ ! -s $work/journal.market ]"
before=$(ledger)
kept_trades() { query "SELECT COUNT(*) FROM playerbot.trades WHERE trade_id IN ($(perl -0777 -ne 'print join ",", 0, /"trade_id":(\d+)/g' "$work/journal.copy"))"; }
trades=$(kept_trades)
cp "$work/journal.copy" "$work/journal.market"
run --duration 20 --report "$work/sixth.json" >"$work/run6" 2>&1
is 'the same journal again: it was read' at_least "$(report_value "$work/sixth.json" '$j->{market}{books_duplicates}')" 1
is 'every batch of it was there already' equals "$(report_value "$work/sixth.json" '$j->{market}{books_replayed} - $j->{market}{books_duplicates}')" "$(trade_batches "$work/journal.copy")"
is 'and its trades stand once' equals "$(kept_trades)" "$trades"
is 'changes nothing' equals "$(ledger)" "$( (echo "$before"; of_report "$work/sixth.json") | sum)"

# ---- Limits, and books whose answers are lost on their way ----
query "UPDATE playerbot.settings SET value = '1' WHERE name = 'market_is_open'; UPDATE playerbot.settings SET value = '3000' WHERE name = 'auction_spending_fleet';
       UPDATE playerbot.settings SET value = '500' WHERE name = 'auction_spending_bot'; CREATE USER wire@'127.0.0.1' IDENTIFIED BY 'wolf'; GRANT playerbot_agent TO wire@'127.0.0.1';
       SET DEFAULT ROLE playerbot_agent FOR wire@'127.0.0.1'"
tests/fault/proxy.pl $((port + 1)) "$port" "$work/order" >"$work/proxy.out" 2>&1 &
until_line ready "$work/proxy.out"
printf '[client]\nuser=wire\npassword=wolf\nhost=127.0.0.1\nport=%s\n' $((port + 1)) >"$work/wire.cnf"
chmod 600 "$work/wire.cnf"
printf 'Playerbot.%s\n' "Database.OptionFile = $work/wire.cnf" 'Database.Tls = off' 'Database.BreakerFailures = 100' 'Agent.Name = wire' 'Agent.Bots = 0' 'WriteBehind.Interval = 1' >"$work/wire.conf"
moved=0 sold=0 traded=0
# Everybody buys for 100 until he is refused: 30 purchases fit into the limit of the fleet, five into that of a bot.
for order in pass 'cut 0 book_spendings' 'strip book_spendings' 'cut 0 cancel_spendings' 'cut 0 record_gold' 'strip record_sales' 'cut 0 record_trades'; do
  query 'DELETE FROM playerbot.spending_days; DELETE FROM playerbot.spending_bots'
  echo "$order" >"$work/order"
  build/tools/market_host "$work/wire.conf" 20 100 >"$work/spent" 2>"$work/wire.log"
  is "$order: the limits hold, half comes back" equals "$(cat "$work/spent")" 'taken 3000 returned 1500 purchases 30'
  [ "$order" = pass ] || is "$order: the answer was met" grep -q "${order##* }" "$work/proxy.out"
  is "$order: the database has what was spent" equals "$(query 'SELECT spent, bot_most <= 500 FROM playerbot.v_spending')" '1500	1'
  moved=$((moved + 3000)) sold=$((sold + 30)) traded=$((traded + 30))
  is "$order: the books have it once" equals "$(query "SELECT SUM(moved) FROM playerbot.v_gold_ledger WHERE cause = 'auction'; SELECT SUM(sale_count) FROM playerbot.market_days; SELECT COUNT(*) FROM playerbot.trade_sides WHERE guid BETWEEN 1001 AND 1020" | tr '\n' ' ')" "$moved $sold $traded "
done
query 'DELETE FROM playerbot.spending_days; DELETE FROM playerbot.spending_bots'
build/tools/market_host "$work/wire.conf" 4 100 >"$work/spent" 2>"$work/wire.log"
is 'few bots: the limit of each holds' equals "$(cat "$work/spent")" 'taken 2000 returned 1000 purchases 20'
query "UPDATE playerbot.settings SET value = '0' WHERE name = 'auction_spending_fleet'; DELETE FROM playerbot.spending_days; DELETE FROM playerbot.spending_bots"
build/tools/market_host "$work/wire.conf" 20 100 >"$work/spent" 2>"$work/wire.log"
is 'a limit of 0 for the fleet stops all purchases' equals "$(cat "$work/spent")" 'taken 0 returned 0 purchases 0'
echo "1..$number"
exit $failed
