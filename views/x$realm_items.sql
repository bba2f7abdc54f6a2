-- Row: one kind of item. Columns: entry, buy_price (of buy_count pieces, copper), buy_count, sell_price, class_mask, race_mask (below 0: all),
-- set_id, damage_min, damage_max, delay_ms, armor, block, item_level, stack_size, max_count (0: no limit), item_class, subclass, quality,
-- inventory_type, required_level, flags, bonding, start_quest, bag_slots, name, stat_type_1 .. stat_type_10 with stat_value_N.
-- Read by: agent. Example: SELECT name FROM playerbot.x$realm_items WHERE quality = 4
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_items AS
SELECT i.entry AS entry, i.BuyPrice AS buy_price, i.BuyCount AS buy_count, i.SellPrice AS sell_price, i.AllowableClass AS class_mask, i.AllowableRace AS race_mask, i.itemset AS set_id,
       i.dmg_min1 AS damage_min, i.dmg_max1 AS damage_max, i.delay AS delay_ms, i.armor AS armor, i.block AS block, i.ItemLevel AS item_level, i.stackable AS stack_size,
       i.maxcount AS max_count, i.class AS item_class, i.subclass AS subclass, i.Quality AS quality, i.InventoryType AS inventory_type, i.RequiredLevel AS required_level,
       i.Flags AS flags, i.bonding AS bonding, i.startquest AS start_quest, i.ContainerSlots AS bag_slots, i.name AS name,
       i.stat_type1 AS stat_type_1, i.stat_value1 AS stat_value_1, i.stat_type2 AS stat_type_2, i.stat_value2 AS stat_value_2, i.stat_type3 AS stat_type_3, i.stat_value3 AS stat_value_3, i.stat_type4 AS stat_type_4, i.stat_value4 AS stat_value_4, i.stat_type5 AS stat_type_5, i.stat_value5 AS stat_value_5,
       i.stat_type6 AS stat_type_6, i.stat_value6 AS stat_value_6, i.stat_type7 AS stat_type_7, i.stat_value7 AS stat_value_7, i.stat_type8 AS stat_type_8, i.stat_value8 AS stat_value_8, i.stat_type9 AS stat_type_9, i.stat_value9 AS stat_value_9, i.stat_type10 AS stat_type_10, i.stat_value10 AS stat_value_10
  FROM world.item_template i;
GRANT SELECT ON playerbot.x$realm_items TO playerbot_agent, playerbot_admin;
