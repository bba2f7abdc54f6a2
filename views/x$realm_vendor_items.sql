-- Row: one thing that a vendor sells for money. Columns: entry (of the vendor), item, stock (0: endless), restock_s.
-- Read by: agent. Example: SELECT item FROM playerbot.x$realm_vendor_items WHERE entry = 1017
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_vendor_items AS
SELECT v.entry AS entry, v.item AS item, v.maxcount AS stock, v.incrtime AS restock_s FROM world.npc_vendor v WHERE v.item > 0 AND v.ExtendedCost = 0;
GRANT SELECT ON playerbot.x$realm_vendor_items TO playerbot_agent, playerbot_admin;
