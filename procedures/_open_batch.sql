DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._open_batch(
  in_routine VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, in_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin, in_agent_id DECIMAL(65), in_batch DECIMAL(65),
  in_at_ms DECIMAL(65), in_rows LONGTEXT CHARACTER SET utf8mb4, in_maximum INT UNSIGNED, in_count INT UNSIGNED,
  OUT out_outcome VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, OUT out_count INT UNSIGNED, OUT out_at DATETIME(3))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Begins a batch of the market: looks at its arguments, opens its transaction, and writes down that it came. A second call with the number
waits here for the first, so that one of them counts.
Parameters: in_routine: who asks; in_kind: prices, sales or gold; in_agent_id, in_batch, in_at_ms, in_rows: as they came; in_maximum: rows at most; in_count: rows
that the caller counted, NULL when it did not look yet
Returns: out_outcome: applied (its rows are to be recorded), duplicate, or expired (older than price_retention_days: whether it came before is
forgotten); out_count: its rows; out_at: its time, UTC
Raises: 45600 bad_batch; 45202 bad_rows; 45200 agent_fenced; 45001 request_conflict
Transaction: opens one at READ COMMITTED, which the caller ends
Granted to: nobody
Example: CALL playerbot._open_batch(''record_gold'', ''gold'', 7, 99, 1763700000000, ''[]'', 1000, NULL, @o, @c, @a)'
BEGIN
  DECLARE v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_md5, v_was BINARY(16) DEFAULT NULL;
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);

  IF COALESCE(in_batch NOT BETWEEN 1 AND 18446744073709551615, TRUE) THEN
    CALL playerbot._raise('bad_batch', in_routine, CONCAT('batch is ', COALESCE(in_batch, 'NULL'), ', wanted 1 to 18446744073709551615'));
  END IF;
  IF COALESCE(in_at_ms NOT BETWEEN 0 AND 4102444800000, TRUE) THEN
    CALL playerbot._raise('bad_batch', in_routine, CONCAT('its time is ', COALESCE(in_at_ms, 'NULL'), ', wanted milliseconds since 1970'));
  END IF;
  SET out_at = TIMESTAMP('1970-01-01') + INTERVAL in_at_ms * 1000 MICROSECOND;
  -- Clocks differ; a day that has not come would stand in the way of all that follow.
  IF out_at > UTC_TIMESTAMP(3) + INTERVAL 1 HOUR THEN
    CALL playerbot._raise('bad_batch', in_routine, CONCAT('its time is ', out_at, ' UTC, in the future'));
  END IF;
  SET out_count = IF(in_count IS NOT NULL, in_count, IF(JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY', JSON_LENGTH(in_rows), NULL));
  IF COALESCE(out_count > in_maximum, TRUE) THEN
    CALL playerbot._raise('bad_rows', in_routine, CONCAT('rows are ', IF(out_count IS NULL, 'no JSON array', out_count), ', wanted an array of at most ', in_maximum));
  END IF;
  SET v_md5 = UNHEX(MD5(CONCAT_WS(' ', in_kind, in_at_ms, in_rows)));
  SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  START TRANSACTION;
  SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL;
  IF v_found IS NULL THEN
    CALL playerbot._raise('agent_fenced', in_routine, CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
  END IF;
  IF out_at < UTC_TIMESTAMP(3) - INTERVAL playerbot._setting('price_retention_days') DAY THEN
    SET out_outcome = 'expired';
  ELSE
    INSERT IGNORE INTO playerbot.market_batches (batch_id, kind, agent_id, observed_at, row_count, content_md5, recorded_at)
    VALUES (in_batch, in_kind, v_agent_id, out_at, out_count, v_md5, UTC_TIMESTAMP(6));
    IF ROW_COUNT() > 0 THEN
      SET out_outcome = 'applied';
    ELSE
      SELECT b.content_md5 INTO v_was FROM playerbot.market_batches b WHERE b.batch_id = in_batch;
      IF COALESCE(v_was <> v_md5, TRUE) THEN
        CALL playerbot._raise('request_conflict', in_routine, CONCAT('batch ', in_batch, ' came before with other content'));
      END IF;
      SET out_outcome = 'duplicate';
    END IF;
  END IF;
END //
DELIMITER ;
