DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.explain_price(in_item_id DECIMAL(65))
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Shows how the price of an item came about: in each house the result, each day that went into it with what it counts, the figures beside it, and
what was found to be wrong with it.
Parameters: in_item_id: item
Returns: house_id, position, what (price, day, auctiondb, average, trend, confidence, pending, anomaly), day, copper (of a piece), weight, detail
Raises: 45601 unknown_item
Transaction: none; reads only
Granted to: playerbot_agent, playerbot_monitor, playerbot_admin
Example: CALL playerbot.explain_price(2589)'
BEGIN
  DECLARE v_item_id INT UNSIGNED DEFAULT IF(in_item_id BETWEEN 1 AND 4294967295, in_item_id, 0);

  IF NOT EXISTS (SELECT 1 FROM playerbot.item_prices p WHERE p.item_id = v_item_id) THEN
    CALL playerbot._raise('unknown_item', 'explain_price', CONCAT('no price of item ', COALESCE(in_item_id, 'NULL'), ' was worked out yet'));
  END IF;
  WITH days AS (
    SELECT p.house_id AS house_id, s.seq AS age, d.day AS day, d.value AS value, d.auction_count AS auctions, d.ask_count AS asks, d.ask_copper AS ask_copper, d.low_copper AS low, d.high_copper AS high,
           d.scan_count AS scans, d.scan_value_sum AS scan_sum, d.sale_count AS sales, d.sale_piece_count AS sold, d.sale_copper AS sale_copper, d.median AS median, d.is_stale AS is_stale
      FROM playerbot.item_prices p JOIN playerbot.seq_0_to_14 s JOIN playerbot.item_days d ON d.day = p.refreshed_on - INTERVAL s.seq DAY AND d.house_id = p.house_id AND d.item_id = p.item_id
     WHERE p.item_id = v_item_id)
  SELECT e.house_id AS house_id, ROW_NUMBER() OVER (PARTITION BY e.house_id ORDER BY e.part, e.day DESC, e.what) AS position, e.what AS what, e.day AS day, ROUND(e.copper, 4) AS copper, e.weight AS weight, e.detail AS detail
    FROM (
    SELECT p.house_id AS house_id, 1 AS part, 'price' AS what, p.refreshed_on AS day, p.price AS copper, NULL AS weight,
           CONCAT('weighted median of the values of ', p.day_count, ' days, today and fourteen before') AS detail
      FROM playerbot.item_prices p WHERE p.item_id = v_item_id
    UNION ALL
    SELECT d.house_id, 2, 'day', d.day, d.value, IF(d.scans > 0 OR NOT MAX(d.scans > 0) OVER (PARTITION BY d.house_id), playerbot._market_weight(d.age), 0),
           -- How a value was made shows in it: the pairs that dealt are not kept as long as it.
           CONCAT(CASE WHEN d.sales >= 5 AND ABS(d.value - IF(d.scans > 0, d.scan_sum / d.scans, d.sale_copper / d.sold)) > 1e-9 * d.value
                       THEN CONCAT('median of what pairs of characters paid in ', d.sales, ' sales')
                       WHEN d.scans > 0 THEN CONCAT('mean of ', d.scans, ' scans by the method of AuctionDB') ELSE CONCAT('mean paid in ', d.sales, ' sales') END, IF(d.scans = 0, ', which nobody was seen to offer', ''),
                  '; asked: ', d.asks, ' pieces', IF(d.asks > 0, CONCAT(' at ', ROUND(d.low, 2), ' to ', ROUND(d.high, 2), ', mean ', ROUND(d.ask_copper / d.asks, 2)), ''),
                  '; sold: ', d.sold, ' pieces', IF(d.sold > 0, CONCAT(', mean ', ROUND(d.sale_copper / d.sold, 2)), ''), '; median of all ', ROUND(d.median, 2))
      FROM days d WHERE d.value > 0
    UNION ALL
    SELECT d.house_id, 3, 'auctiondb', MAX(d.day), SUM(playerbot._market_weight(d.age) * d.scan_sum / d.scans) / SUM(playerbot._market_weight(d.age)), SUM(playerbot._market_weight(d.age)),
           CONCAT('reference, not trusted: ', SUM(d.scans), ' scans on ', COUNT(*), ' days')
      FROM days d WHERE d.scans > 0 GROUP BY d.house_id
    UNION ALL
    SELECT p.house_id, 4, 'average', NULL, p.average, NULL, CONCAT('median ', ROUND(p.median, 2), ', deviation ', ROUND(p.deviation, 2), ', asked for ', p.ask_count, ' pieces, sold ', p.volume)
      FROM playerbot.item_prices p WHERE p.item_id = v_item_id
    UNION ALL
    SELECT p.house_id, 5, 'trend', NULL, NULL, NULL, IF(p.trend IS NULL, 'below three days: none', CONCAT(ROUND(p.trend, 2), ' % a day, least squares through the logarithms of the values'))
      FROM playerbot.item_prices p WHERE p.item_id = v_item_id
    UNION ALL
    SELECT p.house_id, 6, 'confidence', NULL, NULL, NULL, CONCAT(ROUND(p.confidence, 3), ' of 1; seen last ', p.last_seen_at, ' UTC') FROM playerbot.item_prices p WHERE p.item_id = v_item_id
    UNION ALL
    SELECT d.house_id, 7, 'pending', d.day, NULL, NULL, 'recorded since; refresh_market() or the event market takes it in' FROM days d WHERE d.is_stale = 1
    UNION ALL
    SELECT a.house_id, 8, 'anomaly', a.day, a.seen_copper, NULL,
           CONCAT(a.kind, IF(a.kind = 'wash', CONCAT(': two characters made ', ROUND(100 * a.score), ' % of the pieces sold'), CONCAT(': expected ', ROUND(a.expected_copper, 2), ', ', ROUND(a.score, 1), ' deviations off')), ', found ', a.first_at, ' UTC')
      FROM playerbot.item_prices p JOIN playerbot.price_anomalies a ON a.day BETWEEN p.refreshed_on - INTERVAL 14 DAY AND p.refreshed_on AND a.house_id = p.house_id AND a.item_id = p.item_id
     WHERE p.item_id = v_item_id) e
   ORDER BY e.house_id, position;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.explain_price TO playerbot_agent, playerbot_monitor, playerbot_admin;
