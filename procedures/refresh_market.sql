DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.refresh_market()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Works out item_prices, anomalies and the index of inflation for what was recorded since the last time, and once a day for all items, since days
grow older. The event market calls it once a minute. Calls at the same time take turns, each finds what the other left.
Parameters: none
Returns: items (worked out, each as often as it was), days (of houses)
Raises: 45000 in_transaction
Transaction: its own, READ COMMITTED; one for every 2000 items
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.refresh_market()'
BEGIN
  DECLARE v_today DATE DEFAULT UTC_DATE();
  DECLARE v_day, v_next DATE DEFAULT NULL;
  DECLARE v_house_id, v_last_house SMALLINT UNSIGNED DEFAULT NULL;
  DECLARE v_number BIGINT UNSIGNED;
  DECLARE v_last, v_item BIGINT DEFAULT 0;
  DECLARE v_count, v_items, v_days INT UNSIGNED DEFAULT 0;
  DECLARE v_position INT UNSIGNED DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'refresh_market', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.taken_rows, playerbot.fresh_houses, playerbot.fresh_items, playerbot.fresh_medians, playerbot.fresh_parties, playerbot.fresh_paid, playerbot.fresh_days, playerbot.fresh_middles, playerbot.fresh_pairs, playerbot.fresh_dealers;
      RESIGNAL;
    END;
    CALL playerbot._take_batches();
    CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_items (item_id INT UNSIGNED NOT NULL, PRIMARY KEY (item_id)) ENGINE=Aria TRANSACTIONAL=0;
    -- What was recorded. The number was read before the rows: what comes meanwhile is found next time.
    CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_houses (position INT UNSIGNED NOT NULL AUTO_INCREMENT, day DATE NOT NULL, house_id SMALLINT UNSIGNED NOT NULL, number BIGINT UNSIGNED NOT NULL,
      PRIMARY KEY (position)) ENGINE=Aria TRANSACTIONAL=0;
    INSERT INTO playerbot.fresh_houses (day, house_id, number)
    SELECT m.day, m.house_id, m.change_number FROM playerbot.market_days m WHERE m.change_number > m.refreshed_number ORDER BY m.day, m.house_id;
    COMMIT;
    days: LOOP
      SET v_day = NULL;
      SELECT f.position, f.day, f.house_id, f.number INTO v_position, v_day, v_house_id, v_number FROM playerbot.fresh_houses f WHERE f.position > v_position ORDER BY f.position LIMIT 1;
      IF v_day IS NULL THEN
        LEAVE days;
      END IF;
      SET v_last = -1, v_days = v_days + 1;
      parts: LOOP
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        START TRANSACTION;
        UPDATE playerbot.latches SET number = number + 1 WHERE name = 'market';
        DELETE FROM playerbot.fresh_items;
        INSERT INTO playerbot.fresh_items (item_id)
        SELECT d.item_id FROM playerbot.item_days d WHERE d.day = v_day AND d.house_id = v_house_id AND d.item_id > v_last AND d.is_stale = 1 ORDER BY d.item_id LIMIT 2000;
        SET v_count = ROW_COUNT();
        IF v_count > 0 THEN
          CALL playerbot._value_items(v_day, v_house_id);
          CALL playerbot._price_items(v_today, v_house_id);
          SELECT MAX(f.item_id) INTO v_last FROM playerbot.fresh_items f;
          SET v_items = v_items + v_count;
        END IF;
        COMMIT;
        IF v_count < 2000 THEN
          LEAVE parts;
        END IF;
      END LOOP;
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      CALL playerbot._index_day(v_day, v_house_id);
      SELECT MIN(m.day) INTO v_next FROM playerbot.market_days m WHERE m.day > v_day AND m.house_id = v_house_id;
      IF v_next IS NOT NULL THEN
        CALL playerbot._index_day(v_next, v_house_id);
      END IF;
      UPDATE playerbot.market_days SET refreshed_number = GREATEST(refreshed_number, v_number) WHERE day = v_day AND house_id = v_house_id;
      COMMIT;
    END LOOP;
    -- Days went by: weights and confidence of every item are others now.
    grown: LOOP
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      UPDATE playerbot.latches SET number = number + 1 WHERE name = 'market';
      SET v_house_id = NULL;
      SELECT p.house_id INTO v_house_id FROM playerbot.item_prices p WHERE p.refreshed_on < v_today ORDER BY p.refreshed_on, p.house_id LIMIT 1;
      IF v_house_id IS NULL THEN
        COMMIT;
        LEAVE grown;
      END IF;
      DELETE FROM playerbot.fresh_items;
      INSERT INTO playerbot.fresh_items (item_id)
      SELECT p.item_id FROM playerbot.item_prices p WHERE p.house_id = v_house_id AND p.refreshed_on < v_today ORDER BY p.item_id LIMIT 2000;
      SET v_items = v_items + ROW_COUNT();
      CALL playerbot._price_items(v_today, v_house_id);
      COMMIT;
    END LOOP;
    DROP TEMPORARY TABLE IF EXISTS playerbot.fresh_houses, playerbot.fresh_items;
  END;
  SELECT v_items AS items, v_days AS days;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.refresh_market TO playerbot_agent, playerbot_admin;
