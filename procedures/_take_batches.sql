DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._take_batches()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Takes batches out of market_inbox into item_day_buckets and sale_pairs, and says of their items that they are stale: the
items of a batch that came after the last look may have been worked out without it.
Parameters: none
Returns: nothing
Raises: nothing of its own
Transaction: one for each batch, READ COMMITTED; a batch is taken as a whole or not
Granted to: nobody
Example: CALL playerbot._take_batches()'
BEGIN
  DECLARE v_batch_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_day DATE;
  DECLARE v_kind VARCHAR(16);

  batches: LOOP
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SET v_batch_id = NULL;
    -- Locked, so that two callers do not take the same one.
    SELECT n.batch_id INTO v_batch_id FROM playerbot.market_inbox n ORDER BY n.batch_id LIMIT 1 FOR UPDATE;
    IF v_batch_id IS NULL THEN
      COMMIT;
      LEAVE batches;
    END IF;
    SELECT DATE(b.observed_at), b.kind INTO v_day, v_kind FROM playerbot.market_batches b WHERE b.batch_id = v_batch_id;
    -- Numbers as they were looked at when the batch came. What is asked has no seller and no buyer.
    SET STATEMENT max_heap_table_size = 67108864 FOR CREATE OR REPLACE TEMPORARY TABLE playerbot.taken_rows (house_id SMALLINT UNSIGNED NOT NULL, item_id INT UNSIGNED NOT NULL, price_copper DOUBLE NOT NULL, piece_count INT UNSIGNED NOT NULL,
      seller_guid BIGINT UNSIGNED NOT NULL, buyer_guid BIGINT UNSIGNED NOT NULL) ENGINE=MEMORY;
    INSERT INTO playerbot.taken_rows (house_id, item_id, price_copper, piece_count, seller_guid, buyer_guid)
    SELECT j.h, j.i, j.p, j.c, COALESCE(j.seller, 0), COALESCE(j.buyer, 0)
      FROM playerbot.market_inbox n,
           JSON_TABLE(n.content_json, '$[*]' COLUMNS (h DOUBLE PATH '$[0]', i DOUBLE PATH '$[1]', p DOUBLE PATH '$[2]', c DOUBLE PATH '$[3]', seller DECIMAL(30) PATH '$[4]', buyer DECIMAL(30) PATH '$[5]')) j
     WHERE n.batch_id = v_batch_id;
    IF v_kind = 'prices' THEN
      INSERT INTO playerbot.item_day_buckets (day, house_id, item_id, bucket, ask_count, ask_copper)
      SELECT v_day, r.house_id, r.item_id, FLOOR(16 * LN(r.price_copper)) AS place, SUM(r.piece_count), SUM(r.piece_count * r.price_copper)
        FROM playerbot.taken_rows r GROUP BY r.house_id, r.item_id, place ORDER BY r.house_id, r.item_id, place
      ON DUPLICATE KEY UPDATE ask_count = ask_count + VALUES(ask_count), ask_copper = ask_copper + VALUES(ask_copper);
    ELSE
      INSERT INTO playerbot.item_day_buckets (day, house_id, item_id, bucket, sale_count, sale_copper)
      SELECT v_day, r.house_id, r.item_id, FLOOR(16 * LN(r.price_copper)) AS place, SUM(r.piece_count), SUM(r.piece_count * r.price_copper)
        FROM playerbot.taken_rows r GROUP BY r.house_id, r.item_id, place ORDER BY r.house_id, r.item_id, place
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), sale_copper = sale_copper + VALUES(sale_copper);
      INSERT INTO playerbot.sale_pairs (day, house_id, item_id, first_guid, second_guid, sale_count, piece_count, sale_copper)
      SELECT v_day, r.house_id, r.item_id, LEAST(r.seller_guid, r.buyer_guid) AS one, GREATEST(r.seller_guid, r.buyer_guid) AS two, COUNT(*), SUM(r.piece_count), SUM(r.piece_count * r.price_copper)
        FROM playerbot.taken_rows r WHERE r.seller_guid > 0 AND r.buyer_guid > 0 GROUP BY r.house_id, r.item_id, one, two ORDER BY r.house_id, r.item_id, one, two
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), piece_count = piece_count + VALUES(piece_count), sale_copper = sale_copper + VALUES(sale_copper);
    END IF;
    UPDATE playerbot.item_days d JOIN (SELECT DISTINCT r.house_id AS house_id, r.item_id AS item_id FROM playerbot.taken_rows r) t
        ON d.day = v_day AND d.house_id = t.house_id AND d.item_id = t.item_id
       SET d.is_stale = 1 WHERE d.is_stale = 0;
    IF ROW_COUNT() > 0 THEN
      UPDATE playerbot.market_days SET change_number = change_number + 1
       WHERE day = v_day AND house_id IN (SELECT DISTINCT r.house_id FROM playerbot.taken_rows r);
    END IF;
    DELETE FROM playerbot.market_inbox WHERE batch_id = v_batch_id;
    COMMIT;
  END LOOP;
  DROP TEMPORARY TABLE IF EXISTS playerbot.taken_rows;
END //
DELIMITER ;
