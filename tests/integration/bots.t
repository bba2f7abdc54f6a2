#!/usr/bin/env bash
# Bots from end to end: playerbotd with the embedded realm on a private server, what it says of itself, what it writes; a second run
# goes on where the first stopped; the world of docs/world.md, compiled from there, with bots in it. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-bots.XXXXXX)
chmod 755 "$work"
trap 'kill $(jobs -rp) 2>/dev/null; ci/server stop "$work/server" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
query() { echo "$1" | client --skip-column-names; }

export DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE='' DB_USER=root DB_SOCKET=$work/server/mysql.sock HOST_CORE=trinitycore
WORLD_SCALE=20 ci/deployed-server "$work/server" >"$work/log" 2>&1 ||
  { sed 's/^/# /' "$work/log" | tail -n 20; echo 'Bail out! no server'; exit 1; }
query "CREATE USER realm@localhost IDENTIFIED BY 'wolf'; GRANT playerbot_realm TO realm@localhost; SET DEFAULT ROLE playerbot_realm FOR realm@localhost;
       CREATE USER agent@localhost IDENTIFIED BY 'wolf'; GRANT playerbot_agent TO agent@localhost; SET DEFAULT ROLE playerbot_agent FOR agent@localhost;"
conf() {
  printf '[client]\nuser=%s\npassword=wolf\nsocket=%s\n' "$1" "$DB_SOCKET" >"$work/$1.cnf"
  chmod 600 "$work/$1.cnf"
  printf 'Playerbot.Database.OptionFile = %s\nPlayerbot.Control.Socket = %s\nPlayerbot.Agent.Name = %s\nPlayerbot.MaxBotsTotal = 60\nPlayerbot.Agent.Bots = 60\nPlayerbot.AlertCommand = %s\nPlayerbot.Metrics.Interval = 2\n' \
    "$work/$1.cnf" "$work/$1.sock" "$1" "$work/alert" >"$work/$1.conf"
}
printf '#!/bin/sh\necho "$1" >>%s/alerts\n' "$work" >"$work/alert"
chmod 755 "$work/alert"
conf realm
conf agent

build/playerbotd -c "$work/realm.conf" --realm --seed 7 --bots 60 --speed 20 --report "$work/report.json" >"$work/run1" 2>&1 &
daemon=$!
is 'all bots come into the world' until_line 'bots online=60 ' "$work/run1"
ctl() { build/playerbotctl -c "$work/realm.conf" "$@"; }
is 'quests are done' until_line 'bots online=60 .* quests=[1-9]' "$work/run1"
is 'bots lists them' equals "$(ctl --json bots | perl -MJSON::PP -e 'print scalar @{decode_json(join "", <>)}')" 60
guid=$(ctl --json bots | perl -MJSON::PP -e 'print decode_json(join "", <>)->[0]{guid}')
is 'why says what a bot does' sh -c "build/playerbotctl -c $work/realm.conf why $guid | grep -q '^quest: normal; '"
is 'and what it decided, on which scores' sh -c "build/playerbotctl -c $work/realm.conf why $guid | grep -Eq 'decided .* chose [0-9]+ \\(score '"
is 'why of a stranger is refused' sh -c "! build/playerbotctl -c $work/realm.conf why 999999999 >$work/why 2>&1 && grep -q 'no bot with guid' $work/why"
is 'systems lists ten that run' equals "$(ctl --json systems | perl -MJSON::PP -e 'print scalar grep { $_->{updates} > 0 } @{decode_json(join "", <>)}')" 10
cache='print join ",", map { "$_->{of} $_->{cache}" } grep { $_->{hits} > $_->{misses} && $_->{hit_percent} > 50 && $_->{hit_percent} <= 100 } @{decode_json(join "", <>)}'
is 'caches says how often what is looked up is known' sh -c "build/playerbotctl -c $work/realm.conf --json caches | perl -MJSON::PP -e '$cache' | grep -q 'inventory upgrades'"
is 'and so does its table' sh -c "build/playerbotctl -c $work/realm.conf caches | grep -Eq '^inventory  upgrades +[0-9]+ +[0-9]+ +[0-9]+[.][0-9]\$'"
is 'systems too' at_least "$(ctl --json systems | perl -MJSON::PP -e 'print map { int $_->{cache_hit_percent} } grep { $_->{system} eq "inventory" && $_->{cache_hits} > 0 && $_->{cache_misses} > 0 } @{decode_json(join "", <>)}')" 51
is 'in its table as well' sh -c "build/playerbotctl -c $work/realm.conf systems | grep -Eq '^inventory .* [0-9]+[.][0-9]\$'"
is 'and metrics' sh -c "build/playerbotctl -c $work/realm.conf metrics | grep -q '^system_inventory_upgrades_hits '"
is 'a system can be switched off' sh -c "build/playerbotctl -c $work/realm.conf systems disable group | grep -q 'group: off'"
is 'and on' sh -c "build/playerbotctl -c $work/realm.conf systems enable group | grep -q 'group: on'"
is 'a bot can be switched off' sh -c "build/playerbotctl -c $work/realm.conf bots disable $guid && build/playerbotctl -c $work/realm.conf why $guid | grep -q 'switched off'"
is 'and on' sh -c "build/playerbotctl -c $work/realm.conf bots enable $guid"
is 'metrics know the quest system' sh -c "build/playerbotctl -c $work/realm.conf metrics | grep -q '^system_quest_accepted '"
is 'the fleet is seen in SQL' sh -c "for i in \$(seq 50); do n=\$(echo 'SELECT COUNT(*) FROM playerbot.v_system_metrics WHERE updates > 0' | ci/sql --skip-column-names); [ \"\$n\" = 10 ] && exit 0; done; echo \"seen: \$n\"; exit 1"
is 'and its health' sh -c "build/playerbotctl -c $work/realm.conf --json fleet | grep -Eq '\"bots\": ?60'"
kill -TERM "$daemon"
wait "$daemon"
is 'it ends well' equals $? 0
is 'every character is kept, off line' equals "$(query 'SELECT COUNT(*), SUM(online) FROM characters.characters')" "60	0"
is 'with things' at_least "$(query 'SELECT COUNT(*) FROM characters.item_instance')" 120
is 'each of them in a bag of its owner' equals "$(query 'SELECT COUNT(*) FROM characters.item_instance i LEFT JOIN characters.character_inventory v ON v.item = i.guid AND v.guid = i.owner_guid WHERE v.item IS NULL')" 0
is 'a new deployment has equipment for every class' equals "$(query 'SELECT COUNT(DISTINCT class) FROM playerbot.equipment_templates WHERE level_min = 1')" 10
is 'the fleet has its row no more: it has ended' equals "$(query 'SELECT COUNT(*) FROM playerbot.v_fleet')" 0
is 'the population is seen by race, class and level' equals "$(query "SELECT SUM(bots), SUM(race_name IS NULL) FROM playerbot.v_population WHERE state = 'offline'")" "60	0"
is 'with quests, or rewards of them' at_least "$(query 'SELECT (SELECT COUNT(*) FROM characters.character_queststatus) + (SELECT COUNT(*) FROM characters.character_queststatus_rewarded)')" 60
is 'every name is one of ours, used' equals "$(query "SELECT COUNT(*) FROM characters.characters c LEFT JOIN playerbot.names n ON n.name = CONVERT(c.name USING ascii) AND n.is_used = 1 WHERE n.name IS NULL")" 0
is 'counts of characters are true' equals "$(query 'SELECT COUNT(*) FROM playerbot.v_limit_violations')" 0
is 'the report has what it should' perl -MJSON::PP -e '
  open my $in, "<", $ARGV[0] or die; my $r = decode_json(join "", <$in>); my @missing = grep { !exists $r->{$_} }
    qw(bots ticks tick_ms cpu_percent realm_ms rss_bytes_per_bot realm_bytes_per_bot shared_bytes updates_per_s over_budget_ticks systems quests_completed levels_gained);
  push @missing, map { "tick_ms.$_" } grep { !exists $r->{tick_ms}{$_} } qw(p50 p99 max);
  for my $s (values %{$r->{systems}}) { push @missing, grep { !exists $s->{$_} } qw(updates cpu_ms p99_us max_age_ms bytes_per_bot cache_hits cache_misses) }
  for my $c (@{$r->{caches}}) { push @missing, grep { !exists $c->{$_} } qw(of cache hits misses hit_percent) }
  die "caches: no hits\n" if !grep { $_->{of} eq "inventory" && $_->{hits} } @{$r->{caches}};
  die "missing: @missing\n" if @missing; die "bots: $r->{bots}\n" if $r->{bots} != 60; die "quests: none\n" if !$r->{quests_completed};' "$work/report.json"

rewarded=$(query 'SELECT COUNT(*) FROM characters.character_queststatus_rewarded')
build/playerbotd -c "$work/realm.conf" --realm --seed 7 --bots 60 --duration 12 >"$work/run2" 2>&1
is 'a second run ends well' equals $? 0
is 'nobody new was made' equals "$(query 'SELECT COUNT(*) FROM characters.characters')" 60
is 'and what was done is not forgotten' at_least "$(query 'SELECT COUNT(*) FROM characters.character_queststatus_rewarded')" "$rewarded"
query "UPDATE playerbot.settings SET value = '50' WHERE name = 'population_schedule'"
build/playerbotd -c "$work/realm.conf" --realm --seed 7 --bots 60 --duration 12 --report "$work/half.json" >"$work/run3" 2>&1
is 'the schedule of the settings is kept' perl -MJSON::PP -e 'open my $in, "<", $ARGV[0] or die; my $r = decode_json(join "", <$in>); die "seen: $r->{bots}, wanted: 30\n" if $r->{bots} != 30' "$work/half.json"

# What a newcomer wears is what the templates say, a row by hand before the others. With no time to find anything else.
query "UPDATE playerbot.settings SET value = '100' WHERE name = 'population_schedule'; UPDATE playerbot.settings SET value = 'mage:1' WHERE name = 'population_classes';
       INSERT INTO playerbot.equipment_templates (class, specialization, level_min, level_max, slot, item_entry)
       SELECT 8, 0, 1, 3, 14, MIN(entry) FROM world.item_template WHERE InventoryType = 16 AND RequiredLevel <= 1;
       DELETE FROM characters.item_instance; DELETE FROM characters.character_inventory; DELETE FROM characters.character_queststatus;
       DELETE FROM characters.character_queststatus_rewarded; DELETE FROM characters.character_queststatus_daily; DELETE FROM characters.characters"
conf dressed
sed -e 's/^Playerbot.AlertCommand.*//' "$work/realm.conf" >"$work/dressed.conf"
echo 'Playerbot.AI.Systems = movement=off targeting=off attack=off support=off survival=off quest=off inventory=off group=off trade=off auction=off' >>"$work/dressed.conf"
build/playerbotd -c "$work/dressed.conf" --realm --seed 7 --bots 20 --duration 12 >"$work/run4" 2>&1
is 'newcomers come' equals "$(query 'SELECT COUNT(*), COUNT(DISTINCT class) FROM characters.characters')" "20	1"
is 'each wears all that the templates give a mage' equals "$(query "SELECT COUNT(*) FROM characters.characters c JOIN playerbot.equipment_templates t ON t.class = 8 AND t.specialization = 0 AND t.level_min = 1
  LEFT JOIN characters.item_instance i ON i.owner_guid = c.guid AND i.guid = c.guid * 128 + t.slot AND i.itemEntry = t.item_entry WHERE i.guid IS NULL")" 0
is 'the row by hand too' equals "$(query "SELECT COUNT(*) FROM characters.item_instance i JOIN playerbot.equipment_templates t ON t.item_entry = i.itemEntry AND t.is_fixed = 1 AND i.guid % 128 = 14")" 20

# A core whose things have guids of 32 bits, and a character of other origin whose guid is beyond that: it stays out, the others play.
query "CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._host_guid_limit() RETURNS BIGINT UNSIGNED DETERMINISTIC NO SQL SQL SECURITY DEFINER RETURN 33554431;
       UPDATE characters.characters SET guid = 40000000 ORDER BY guid LIMIT 1"
build/playerbotd -c "$work/dressed.conf" --realm --seed 7 --bots 21 --duration 12 --report "$work/guids.json" >"$work/run5" 2>&1
is 'a guid too large for its things is named' grep -q 'character 40000000 stays out: a guid is too large' "$work/run5"
is 'and so is that no more can be made' grep -q 'characters could not be made: a guid is too large .*wanted at most 33554431' "$work/run5"
is 'the others play' perl -MJSON::PP -e 'open my $in, "<", $ARGV[0] or die; my $r = decode_json(join "", <$in>); die "seen: $r->{bots}, wanted: 19\n" if $r->{bots} != 19' "$work/guids.json"

# Least privilege: the role of an ordinary agent writes no characters.
is 'an agent alone cannot write characters' sh -c "! echo \"CALL playerbot.realm_save_characters(1, '[]')\" | mariadb --defaults-file=$work/agent.cnf 2>$work/denied; grep -q 'denied' $work/denied"

ci/doc_code docs/world.md cpp >"$work/small_world.cpp"
is 'the world of docs/world.md compiles without a warning' "${CXX:-c++}" -std=c++17 -O1 -Wall -Wextra -Werror -Isrc/include -o "$work/small_world" "$work/small_world.cpp" -Lbuild -lplayerbot -Wl,-rpath,"$PWD/build"
is 'and bots live in it: a quest is done' "$work/small_world" "$work/agent.conf" 90
echo "1..$number"
exit $failed
