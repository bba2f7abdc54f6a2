-- Row: a bot's side of one of the last 500 trades, newest first; two rows when both are bots. All trades: x$bot_trades. Columns: trade_id, at (UTC), kind
-- (trade, auction, mail), bot_guid, partner_guid, partner_is_bot, gave, got (money), gave_items, got_items (JSON arrays of [item, pieces]).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_bot_trades LIMIT 20
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_bot_trades AS
SELECT t.trade_id AS trade_id, t.at AS at, t.kind AS kind, s.guid AS bot_guid, o.guid AS partner_guid, o.is_bot AS partner_is_bot,
       CONCAT(s.gave_copper DIV 10000, 'g ', s.gave_copper DIV 100 % 100, 's ', s.gave_copper % 100, 'c') COLLATE utf8mb4_unicode_ci AS gave,
       CONCAT(o.gave_copper DIV 10000, 'g ', o.gave_copper DIV 100 % 100, 's ', o.gave_copper % 100, 'c') COLLATE utf8mb4_unicode_ci AS got, s.gave_items AS gave_items, o.gave_items AS got_items
  FROM (SELECT n.trade_id AS trade_id, n.at AS at, n.kind AS kind FROM playerbot.trades n ORDER BY n.at DESC, n.trade_id DESC LIMIT 500) t
  JOIN playerbot.trade_sides s ON s.trade_id = t.trade_id AND s.is_bot = 1 JOIN playerbot.trade_sides o ON o.trade_id = s.trade_id AND o.side = 1 - s.side
 ORDER BY t.at DESC, t.trade_id DESC, s.side;
GRANT SELECT ON playerbot.v_bot_trades TO playerbot_agent, playerbot_monitor, playerbot_admin;
