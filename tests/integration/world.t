#!/usr/bin/env bash
# The content of a world from the generator through MariaDB into arrays, at full size and small, with broken rows, from the real
# definitions of AzerothCore where they are present, and from TrinityCore's form. On a private server. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-world.XXXXXX)
chmod 755 "$work"
trap 'ci/server stop "$work" >/dev/null 2>&1; rm -rf "$work" "$SCRATCH"' EXIT
one() { ci/sql -N -e "$1"; }
load() { timeout 120 build/tools/world_load "$work/agent.conf" >"$work/out" 2>"$work/err" || { cat "$work/out" "$work/err"; return 1; }; }
# figure NAME: of the last load.
figure() { grep -oE "\b$1 [0-9]+" "$work/out" | awk '{print $2}'; }
said() { grep -qF -- "$1" "$work/err" "$work/out" || { cat "$work/err" "$work/out"; return 1; }; }

make -s build/tools/world_load || exit 1
export DB_SOCKET=$work/mysql.sock DB_USER=root
HOST_CORE=azerothcore WORLD_SCALE=0 ci/deployed-server "$work" >/dev/null 2>&1 || exit 1
one "CREATE USER bot@localhost IDENTIFIED BY 'world-secret'; GRANT playerbot_agent TO bot@localhost; SET DEFAULT ROLE playerbot_agent FOR bot@localhost"
(umask 077; printf '[client]\nuser=bot\npassword=world-secret\nsocket=%s\n' "$DB_SOCKET" >"$work/agent.cnf")
printf 'Playerbot.Database.OptionFile = %s\n' "$work/agent.cnf" >"$work/agent.conf"

load >/dev/null
is 'a world without quests is none' said 'a world without quests'

start=$(date +%s%N)
is 'the generator makes the full size' ci/demo-world
took=$((($(date +%s%N) - start) / 1000000))
echo "# generated in $took ms"
is 'within 15 s' at_most "$took" 15000
is 'it loads' load
echo "# $(tr '\n' ' ' <"$work/out")"
is 'with every quest' equals "$(figure quests)" 10000
is 'every item' equals "$(figure items)" 20000
is 'every creature' equals "$(figure creatures)" 5000
is 'every place' equals "$(figure spawns)" "$(one 'SELECT COUNT(*) FROM world.creature')"
is '61 zones' equals "$(figure zones)" 61
is 'nothing is left out' equals "$(figure bad)" 0
is 'what quests want can be had' equals "$(figure impossible)" 0
is 'in at most 2 s' at_most "$(figure took_ms)" 2000
is 'and 32 MB' at_most "$(figure bytes)" 33554432

# One row of each kind is broken: it goes, with what hangs on it, and the rest stays.
quest=$(one 'SELECT MIN(a.ID) FROM world.quest_template_addon a WHERE a.PrevQuestID = 0 AND a.NextQuestID = 0 AND a.ExclusiveGroup = 0')
follower=$(one 'SELECT MAX(a.ID) FROM world.quest_template_addon a WHERE a.PrevQuestID > 0 AND a.NextQuestID = 0')
item=$(one 'SELECT MIN(RequiredItemId1) FROM world.quest_template WHERE RequiredItemId1 > 0 AND StartItem = 0')
wants=$(one "SELECT ID FROM world.quest_template WHERE RequiredItemId1 = $item")
one "DELETE FROM world.creature_queststarter WHERE quest = $quest; UPDATE world.quest_template_addon SET PrevQuestID = 999999 WHERE ID = $follower;
  UPDATE world.item_template SET stackable = 0 WHERE entry = $item; INSERT INTO world.creature (id1) VALUES (999999); INSERT INTO world.npc_vendor (entry, item) VALUES (999999, 1001);
  INSERT INTO world.reference_loot_template (Entry, Item, Chance, GroupId) VALUES (810, 30001, 101, 0)"
is 'it loads with broken rows' load
is 'they are counted' [ "$(figure bad)" -ge 6 ]
is 'a quest without giver is named' said "quest $quest is left out: nobody who lives somewhere gives it"
is 'a quest after one that is not there' said "quest $follower is left out: quest 999999 before it is unknown"
is 'an item' said "item $item is left out: stackable is 0"
is 'and the quest that wants it' said "quest $wants is left out: an item that it wants is unknown or left out"
is 'a place of nobody' said 'spawn 999999 is left out'
is 'the goods of nobody' said 'vendor 999999 is left out'
is 'the others stay' [ "$(figure quests)" -ge 9980 ]

# TrinityCore has one creature for a place, under another name.
one 'ALTER TABLE world.creature RENAME COLUMN id1 TO id, DROP COLUMN id2, DROP COLUMN id3'
HOST_CORE=auto ci/deploy >"$work/deploy" 2>&1
is "TrinityCore's form loads as well" load
is 'with its places' equals "$(figure spawns)" "$(one 'SELECT COUNT(*) - 1 FROM world.creature')"

# A view that the agent may not read is an error, not an empty world.
# shellcheck disable=SC2016
one 'REVOKE SELECT ON playerbot.x$realm_loot FROM playerbot_agent'
load >/dev/null
is 'what may not be read is said' said 'the world cannot be read'
HOST_CORE=auto ci/deploy >/dev/null 2>&1

one 'DROP DATABASE world; CREATE DATABASE world'
if [ -e ../shared/hosts/azerothcore/world.sql ]; then
  client world <../shared/hosts/azerothcore/world.sql
  one 'CREATE TABLE IF NOT EXISTS world.reference_loot_template LIKE world.creature_loot_template'
  one "SET SESSION sql_mode = ''; INSERT INTO world.creature_template (entry, name, minlevel, maxlevel, faction, type, lootid, BaseAttackTime) VALUES (5, 'Wolf', 1, 2, 14, 1, 5, 2000);
    INSERT INTO world.creature_template (entry, name, minlevel, maxlevel, faction, type, npcflag, BaseAttackTime) VALUES (6, 'Giver', 5, 5, 35, 7, 131, 2000);
    INSERT INTO world.creature (id1, map, zoneId, position_x) VALUES (5, 0, 12, 10), (6, 0, 12, 20), (6, 36, 0, 0);
    INSERT INTO world.item_template (entry, class, name) VALUES (7, 12, 'Fang');
    INSERT INTO world.creature_loot_template (Entry, Item, Chance, QuestRequired) VALUES (5, 7, 35, 1); INSERT INTO world.npc_vendor (entry, item) VALUES (6, 7);
    INSERT INTO world.quest_template (ID, LogTitle, QuestLevel, RequiredItemId1, RequiredItemCount1) VALUES (8, 'Fangs', 2, 7, 3), (9, 'Things', 2, 0, 0);
    UPDATE world.quest_template SET RequiredNpcOrGo1 = -44, RequiredNpcOrGoCount1 = 1 WHERE ID = 9;
    INSERT INTO world.creature_queststarter (id, quest) VALUES (6, 8), (6, 9); INSERT INTO world.creature_questender (id, quest) VALUES (6, 8), (6, 9)"
  HOST_CORE=auto ci/deploy >/dev/null 2>&1
  is "AzerothCore's own tables load" load
  is 'with what they hold' equals "$(figure quests) $(figure items) $(figure creatures) $(figure spawns) $(figure loot) $(figure goods)" '1 1 2 2 1 1'
  is 'but a quest about a thing, not a creature' said 'quest 9 is left out: an objective without a count, or of an unknown kind'
else
  skip "AzerothCore's own tables load" 'the table definitions of real databases are not here'
fi
echo "1..$number"
exit $failed
