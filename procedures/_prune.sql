DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._prune()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Removes what is older than its retention setting, in steps of 5000 rows that commit.
Parameters: none
Returns: nothing
Raises: nothing of its own
Transaction: one per step
Granted to: nobody; the event ev_prune runs it
Example: CALL playerbot._prune()'
BEGIN
  DECLARE v_deleted INT;
  DECLARE v_audit_before, v_sample_before, v_request_before, v_history_before DATETIME(6);
  DECLARE v_price_before, v_detail_before, v_market_before DATE;
  DECLARE v_trade_before DATETIME(3);

  SET v_audit_before = UTC_TIMESTAMP(6) - INTERVAL playerbot._setting('audit_retention_days') DAY,
      v_sample_before = UTC_TIMESTAMP(6) - INTERVAL playerbot._setting('sample_retention_days') DAY,
      v_request_before = UTC_TIMESTAMP(6) - INTERVAL playerbot._setting('request_retention_s') SECOND,
      v_price_before = UTC_DATE() - INTERVAL playerbot._setting('price_retention_days') DAY,
      v_detail_before = UTC_DATE() - INTERVAL playerbot._setting('price_detail_days') DAY,
      v_market_before = UTC_DATE() - INTERVAL GREATEST(playerbot._setting('market_retention_days') + 0, playerbot._setting('price_retention_days') + 0) DAY,
      v_trade_before = UTC_TIMESTAMP(3) - INTERVAL playerbot._setting('trade_retention_days') DAY,
      -- Versions carry the session's time, not UTC.
      v_history_before = NOW(6) - INTERVAL playerbot._setting('history_retention_days') DAY;
  COMMIT;
  steps: LOOP
    -- Rows stand in the order of time, so each DELETE reads only what it deletes and one row more.
    SET v_deleted = 0;
    DELETE FROM playerbot.audit_log WHERE at < v_audit_before ORDER BY audit_id LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.requests WHERE created_at < v_request_before ORDER BY created_at LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.samples WHERE sampled_at < v_sample_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.operations WHERE ended_at < v_audit_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    -- Batches and trades are remembered for a day longer than late ones are taken: none is forgotten that could still come again.
    DELETE FROM playerbot.market_batches WHERE observed_at < v_price_before - INTERVAL 1 DAY ORDER BY observed_at LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.trades WHERE at < v_trade_before - INTERVAL 1 DAY ORDER BY at LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.item_days WHERE day < v_price_before ORDER BY day, house_id, item_id LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.item_prices WHERE last_seen_at < v_price_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.item_day_buckets WHERE day < v_detail_before ORDER BY day, house_id, item_id, bucket LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.sale_pairs WHERE day < v_detail_before ORDER BY day, house_id, item_id, first_guid, second_guid LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.price_anomalies WHERE day < v_market_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.market_days WHERE day < v_market_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.gold_days WHERE day < v_market_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.spending_bots WHERE day < v_market_before LIMIT 5000;
    DELETE FROM playerbot.partner_days WHERE day < v_market_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.spending_days WHERE day < v_market_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    DELETE FROM playerbot.agents WHERE ended_at < v_audit_before LIMIT 5000;
    SET v_deleted = GREATEST(v_deleted, ROW_COUNT());
    COMMIT;
    IF v_deleted < 5000 THEN
      LEAVE steps;
    END IF;
  END LOOP;
  -- A character that its host undeleted, or purged in spite of its date, is disabled no more.
  DELETE d FROM playerbot.disabled_characters d LEFT JOIN characters.characters c ON c.guid = d.guid AND c.account = 0 WHERE c.guid IS NULL;
  COMMIT;
  DELETE HISTORY FROM playerbot.accounts BEFORE SYSTEM_TIME v_history_before;
  DELETE HISTORY FROM playerbot.settings BEFORE SYSTEM_TIME v_history_before;
  COMMIT;
END //
DELIMITER ;
