SELECT 1 / (COUNT(*) = 11) FROM playerbot.settings WHERE name LIKE 'population%' OR name IN ('quest_timeout_s', 'group_percent', 'combat_flee_percent', 'combat_rest_percent');
