-- Row: one auction house on one day, newest first. Columns: day (UTC), house_id, inflation_index (100 on its first day), inflation_percent (to the day
-- before), item_count, price_count (auctions seen in scans), sale_count, volume (copper paid), bot_sold_percent, bot_bought_percent (shares of the
-- volume), bot_percent (with a bot on either side), anomaly_count.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_market_health WHERE day = UTC_DATE()
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_market_health AS
SELECT m.day AS day, m.house_id AS house_id, ROUND(100 * EXP(SUM(COALESCE(m.index_log, 0)) OVER (PARTITION BY m.house_id ORDER BY m.day)), 3) AS inflation_index,
       ROUND(100 * (EXP(m.index_log) - 1), 3) AS inflation_percent, m.item_count AS item_count, m.price_count AS price_count, m.sale_count AS sale_count, ROUND(m.sale_copper) AS volume,
       ROUND(100 * m.bot_sold_copper / NULLIF(m.sale_copper, 0), 2) AS bot_sold_percent, ROUND(100 * m.bot_bought_copper / NULLIF(m.sale_copper, 0), 2) AS bot_bought_percent,
       ROUND(100 * m.bot_copper / NULLIF(m.sale_copper, 0), 2) AS bot_percent, COALESCE(a.anomalies, 0) AS anomaly_count
  FROM playerbot.market_days m
  LEFT JOIN (SELECT p.day AS day, p.house_id AS house_id, COUNT(*) AS anomalies FROM playerbot.price_anomalies p GROUP BY p.day, p.house_id) a ON a.day = m.day AND a.house_id = m.house_id
 ORDER BY m.day DESC, m.house_id;
GRANT SELECT ON playerbot.v_market_health TO playerbot_agent, playerbot_monitor, playerbot_admin;
