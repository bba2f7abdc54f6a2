-- Row: somebody with whom bots traded today or yesterday. Columns: day (UTC), guid, trade_count, given_copper (what it got of bots for nothing: booked before it is given; a bot's: of trades that were
-- recorded, things at the highest price of any house, 1 copper a piece without one), changed_ms (since 1970, UTC: read what is above the last one seen, and a minute before, since a call may end later than one that began after it).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_trade_partners WHERE day = UTC_DATE() ORDER BY given_copper DESC LIMIT 10
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_trade_partners AS
SELECT p.day AS day, p.guid AS guid, p.trade_count AS trade_count, p.given_copper AS given_copper, TIMESTAMPDIFF(MICROSECOND, TIMESTAMP('1970-01-01'), p.changed_at) DIV 1000 AS changed_ms
  FROM playerbot.partner_days p WHERE p.day >= UTC_DATE() - INTERVAL 1 DAY;
GRANT SELECT ON playerbot.v_trade_partners TO playerbot_agent, playerbot_monitor, playerbot_admin;
