-- Row: one setting. Columns: name, value, unit, minimum, maximum, choices, is_live, description.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_settings
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_settings AS
SELECT s.name AS name, s.value AS value, s.unit AS unit, s.minimum AS minimum, s.maximum AS maximum, s.choices AS choices, s.is_live AS is_live, s.description AS description
  FROM playerbot.settings s;
GRANT SELECT ON playerbot.v_settings TO playerbot_agent, playerbot_monitor, playerbot_admin;
