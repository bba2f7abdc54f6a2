-- Row: one day, newest first. Columns: day (UTC), spent (copper, booked by all bots), fleet_limit (copper, as it is set now), left_copper (today only), bot_count,
-- bot_most (copper, by the bot that spent most), booking_count, bot_refused_count, fleet_refused_count.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_spending LIMIT 1
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_spending AS
SELECT s.day AS day, s.spent_copper AS spent, CAST(t.value AS SIGNED) AS fleet_limit, IF(s.day = UTC_DATE(), GREATEST(CAST(t.value AS SIGNED) - CAST(s.spent_copper AS SIGNED), 0), NULL) AS left_copper,
       (SELECT COUNT(*) FROM playerbot.spending_bots b WHERE b.day = s.day AND b.spent_copper > 0) AS bot_count,
       (SELECT COALESCE(MAX(b.spent_copper), 0) FROM playerbot.spending_bots b WHERE b.day = s.day) AS bot_most,
       s.booking_count AS booking_count, s.bot_refused_count AS bot_refused_count, s.fleet_refused_count AS fleet_refused_count
  FROM playerbot.spending_days s JOIN playerbot.settings t ON t.name = 'auction_spending_fleet' WHERE s.day >= UTC_DATE() - INTERVAL 7 DAY ORDER BY s.day DESC;
GRANT SELECT ON playerbot.v_spending TO playerbot_agent, playerbot_monitor, playerbot_admin;
