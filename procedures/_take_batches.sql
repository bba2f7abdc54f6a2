DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._take_batches()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Takes the rows of batches out of market_inbox into item_day_buckets and sale_pairs, and says of their items that they are stale: the
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
    SELECT b.batch_id, DATE(b.observed_at), b.kind INTO v_batch_id, v_day, v_kind FROM playerbot.market_batches b WHERE b.is_pending = 1 ORDER BY b.batch_id LIMIT 1 FOR UPDATE;
    IF v_batch_id IS NULL THEN
      COMMIT;
      LEAVE batches;
    END IF;
    IF v_kind = 'prices' THEN
      INSERT INTO playerbot.item_day_buckets (day, house_id, item_id, bucket, ask_count, ask_copper)
      SELECT v_day, n.house_id, n.item_id, FLOOR(16 * LN(n.price_copper)) AS place, SUM(n.piece_count), SUM(n.piece_count * n.price_copper)
        FROM playerbot.market_inbox n WHERE n.batch_id = v_batch_id GROUP BY n.house_id, n.item_id, place ORDER BY n.house_id, n.item_id, place
      ON DUPLICATE KEY UPDATE ask_count = ask_count + VALUES(ask_count), ask_copper = ask_copper + VALUES(ask_copper);
    ELSE
      INSERT INTO playerbot.item_day_buckets (day, house_id, item_id, bucket, sale_count, sale_copper)
      SELECT v_day, n.house_id, n.item_id, FLOOR(16 * LN(n.price_copper)) AS place, SUM(n.piece_count), SUM(n.piece_count * n.price_copper)
        FROM playerbot.market_inbox n WHERE n.batch_id = v_batch_id GROUP BY n.house_id, n.item_id, place ORDER BY n.house_id, n.item_id, place
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), sale_copper = sale_copper + VALUES(sale_copper);
      INSERT INTO playerbot.sale_pairs (day, house_id, item_id, first_guid, second_guid, sale_count, piece_count, sale_copper)
      SELECT v_day, n.house_id, n.item_id, LEAST(n.seller_guid, n.buyer_guid) AS one, GREATEST(n.seller_guid, n.buyer_guid) AS two, COUNT(*), SUM(n.piece_count), SUM(n.piece_count * n.price_copper)
        FROM playerbot.market_inbox n WHERE n.batch_id = v_batch_id AND n.seller_guid > 0 AND n.buyer_guid > 0 GROUP BY n.house_id, n.item_id, one, two ORDER BY n.house_id, n.item_id, one, two
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), piece_count = piece_count + VALUES(piece_count), sale_copper = sale_copper + VALUES(sale_copper);
    END IF;
    UPDATE playerbot.item_days d JOIN (SELECT DISTINCT n.house_id AS house_id, n.item_id AS item_id FROM playerbot.market_inbox n WHERE n.batch_id = v_batch_id) t
        ON d.day = v_day AND d.house_id = t.house_id AND d.item_id = t.item_id
       SET d.is_stale = 1 WHERE d.is_stale = 0;
    IF ROW_COUNT() > 0 THEN
      UPDATE playerbot.market_days SET change_number = change_number + 1
       WHERE day = v_day AND house_id IN (SELECT DISTINCT n.house_id FROM playerbot.market_inbox n WHERE n.batch_id = v_batch_id);
    END IF;
    DELETE FROM playerbot.market_inbox WHERE batch_id = v_batch_id;
    UPDATE playerbot.market_batches SET is_pending = 0 WHERE batch_id = v_batch_id;
    COMMIT;
  END LOOP;
END //
DELIMITER ;
