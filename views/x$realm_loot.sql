-- Row: one line of a loot table. Columns: entry (of the table), item, reference (0: an item; else the table of references that is meant),
-- chance (percent), is_quest_only, group_id, count_min, count_max, is_reference (1: the line belongs to a table of references).
-- Read by: agent. Example: SELECT item, chance FROM playerbot.x$realm_loot WHERE entry = 1012 AND is_reference = 0
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_loot AS
SELECT l.Entry AS entry, l.Item AS item, ABS(l.Reference) AS reference, l.Chance AS chance, l.QuestRequired AS is_quest_only, l.GroupId AS group_id, l.MinCount AS count_min,
       l.MaxCount AS count_max, 0 AS is_reference
  FROM world.creature_loot_template l
UNION ALL SELECT r.Entry, r.Item, ABS(r.Reference), r.Chance, r.QuestRequired, r.GroupId, r.MinCount, r.MaxCount, 1 FROM world.reference_loot_template r;
GRANT SELECT ON playerbot.x$realm_loot TO playerbot_agent, playerbot_admin;
