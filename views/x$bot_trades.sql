-- Row: a bot's side of a trade; two rows when both are bots. Columns: trade_id, at (UTC), kind (trade, auction, mail), bot_guid, partner_guid, partner_is_bot,
-- gave_copper, got_copper, gave_items, got_items (JSON arrays of [item, pieces]).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.x$bot_trades WHERE bot_guid = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$bot_trades AS
SELECT t.trade_id AS trade_id, t.at AS at, t.kind AS kind, s.guid AS bot_guid, o.guid AS partner_guid, o.is_bot AS partner_is_bot, s.gave_copper AS gave_copper, o.gave_copper AS got_copper,
       s.gave_items AS gave_items, o.gave_items AS got_items
  FROM playerbot.trade_sides s JOIN playerbot.trade_sides o ON o.trade_id = s.trade_id AND o.side = 1 - s.side JOIN playerbot.trades t ON t.trade_id = s.trade_id
 WHERE s.is_bot = 1;
GRANT SELECT ON playerbot.x$bot_trades TO playerbot_agent, playerbot_monitor, playerbot_admin;
