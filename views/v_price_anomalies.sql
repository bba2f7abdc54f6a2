-- Row: one anomaly of the last 14 days. Columns: day (UTC), house_id, item_id, kind (spike, dump: far above or below the days before; wash: the same two
-- characters trade it with each other), seen (copper of a piece), expected (copper), ratio (seen to expected), score (spike, dump: deviations off; wash: share of
-- the pieces sold), first_at, last_at (UTC: found). Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_price_anomalies WHERE day = UTC_DATE()
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_price_anomalies AS
SELECT a.day AS day, a.house_id AS house_id, a.item_id AS item_id, a.kind AS kind, a.seen_copper AS seen, a.expected_copper AS expected, a.seen_copper / a.expected_copper AS ratio,
       a.score AS score, a.first_at AS first_at, a.last_at AS last_at
  FROM playerbot.price_anomalies a WHERE a.day >= UTC_DATE() - INTERVAL 14 DAY;
GRANT SELECT ON playerbot.v_price_anomalies TO playerbot_agent, playerbot_monitor, playerbot_admin;
