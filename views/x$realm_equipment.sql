-- Row: one thing that a new character wears. Columns: class, specialization (0: not chosen), level_min, level_max, slot, item_entry, is_fixed (1: by hand).
-- Read by: agent. Example: SELECT * FROM playerbot.x$realm_equipment WHERE class = 1 AND level_min = 1
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_equipment AS
SELECT t.class AS class, t.specialization AS specialization, t.level_min AS level_min, t.level_max AS level_max, t.slot AS slot, t.item_entry AS item_entry, t.is_fixed AS is_fixed
  FROM playerbot.equipment_templates t;
GRANT SELECT ON playerbot.x$realm_equipment TO playerbot_agent, playerbot_admin;
