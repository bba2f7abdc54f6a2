DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._index_day(in_day DATE, in_house_id SMALLINT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Works out how prices of one day stand to those of the day before it that has prices: the mean of the logarithms of the ratios of the values of items
that have one on both, weighted by what was paid for them on both days (all alike when nothing was sold). A ratio counts as 4 at most, as 1/4 at least,
so that one item cannot move it.
Parameters: in_day, in_house_id: row of market_days
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._index_day(''2026-11-21'', 1)'
BEGIN
  DECLARE v_before DATE DEFAULT NULL;
  DECLARE v_log DOUBLE DEFAULT NULL;
  DECLARE v_items INT UNSIGNED DEFAULT 0;

  SELECT MAX(m.day) INTO v_before FROM playerbot.market_days m WHERE m.day BETWEEN in_day - INTERVAL 60 DAY AND in_day - INTERVAL 1 DAY AND m.house_id = in_house_id;
  SELECT COUNT(*) INTO v_items FROM playerbot.item_days d WHERE d.day = in_day AND d.house_id = in_house_id;
  SELECT COALESCE(SUM(r.weight * r.ratio) / NULLIF(SUM(r.weight), 0), AVG(r.ratio)) INTO v_log
    FROM (SELECT LEAST(LN(4), GREATEST(-LN(4), LN(d.value / b.value))) AS ratio, d.sale_copper + b.sale_copper AS weight
            FROM playerbot.item_days d STRAIGHT_JOIN playerbot.item_days b ON b.day = v_before AND b.house_id = d.house_id AND b.item_id = d.item_id
           WHERE d.day = in_day AND d.house_id = in_house_id AND d.value > 0 AND b.value > 0) r;
  UPDATE playerbot.market_days SET index_log = v_log, item_count = v_items WHERE day = in_day AND house_id = in_house_id;
END //
DELIMITER ;
