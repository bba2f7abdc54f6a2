DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.record_sales(in_agent_id DECIMAL(65), in_batch DECIMAL(65), in_at_ms DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Records auctions that were sold. A batch counts once, whoever brings it and however often.
Parameters: in_agent_id: from register_agent; in_batch: random number of the batch, 1 to 2^64 - 1, the same when it is sent again; in_at_ms: when they were
sold (since 1970, UTC); in_rows: JSON array of at most 200000 arrays [house (1 to 65535), item, copper paid for one piece (above 0, to 100000000000), pieces
(1 to 1000000), guid of the seller, guid of the buyer (0: not known), who is a bot (0 nobody, 1 the seller, 2 the buyer, 3 both)]
Returns: outcome (applied, duplicate: came before, expired: older than price_retention_days), recorded (sales)
Raises: 45200 agent_fenced; 45202 bad_rows; 45600 bad_batch; 45001 request_conflict; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.record_sales(7, 990002, 1763700000000, ''[[1,2589,12.5,20,1001,1002,1]]'')'
BEGIN
  DECLARE v_outcome VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
  DECLARE v_count, v_good INT UNSIGNED DEFAULT 0;
  DECLARE v_at DATETIME(3);
  DECLARE v_is_staged TINYINT UNSIGNED DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'record_sales', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.batch_sales;
      RESIGNAL;
    END;
    -- A batch that came before needs none of it.
    IF NOT EXISTS (SELECT 1 FROM playerbot.market_batches b WHERE b.batch_id = in_batch)
       AND JSON_TYPE(in_rows) = 'ARRAY' AND JSON_LENGTH(in_rows) <= 200000 THEN
      -- Room for 200000 rows, whatever this server lets such tables grow to.
      SET STATEMENT max_heap_table_size = 67108864 FOR CREATE OR REPLACE TEMPORARY TABLE playerbot.batch_sales (h DOUBLE NULL, i DOUBLE NULL, p DOUBLE NULL, c DOUBLE NULL, seller DECIMAL(30) NULL, buyer DECIMAL(30) NULL, bots DECIMAL(30) NULL) ENGINE=MEMORY;
      INSERT INTO playerbot.batch_sales (h, i, p, c, seller, buyer, bots)
      SELECT j.h, j.i, j.p, j.c, j.seller, j.buyer, j.bots
        FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (h DOUBLE PATH '$[0]' NULL ON ERROR, i DOUBLE PATH '$[1]' NULL ON ERROR, p DOUBLE PATH '$[2]' NULL ON ERROR,
                        c DOUBLE PATH '$[3]' NULL ON ERROR, seller DECIMAL(30) PATH '$[4]' NULL ON ERROR, buyer DECIMAL(30) PATH '$[5]' NULL ON ERROR,
                        bots DECIMAL(30) PATH '$[6]' NULL ON ERROR)) j;
      SELECT COUNT(*), COALESCE(SUM(r.h BETWEEN 1 AND 65535 AND r.h = FLOOR(r.h) AND r.i BETWEEN 1 AND 4294967295 AND r.i = FLOOR(r.i)
                                    AND r.p BETWEEN 0.0001 AND 100000000000 AND r.c BETWEEN 1 AND 1000000 AND r.c = FLOOR(r.c)
                                    AND r.seller BETWEEN 0 AND 18446744073709551615 AND r.buyer BETWEEN 0 AND 18446744073709551615 AND r.bots BETWEEN 0 AND 3), 0)
        INTO v_count, v_good
        FROM playerbot.batch_sales r;
      IF v_good < v_count THEN
        CALL playerbot._raise('bad_rows', 'record_sales', CONCAT(v_count - v_good, ' rows are not [house, item, price, pieces, seller, buyer, bots] within their ranges'));
      END IF;
      SET v_is_staged = 1;
    END IF;
    CALL playerbot._open_batch('record_sales', 'sales', in_agent_id, in_batch, in_at_ms, in_rows, 200000, IF(v_is_staged, v_count, NULL), v_outcome, v_count, v_at);
    IF v_outcome = 'applied' THEN
      INSERT INTO playerbot.item_days (day, house_id, item_id, sale_count, sale_piece_count, sale_copper, sale_squares, seen_at, is_stale)
      SELECT DATE(v_at), r.h, r.i, COUNT(*), SUM(r.c), SUM(r.c * r.p), SUM(r.c * r.p * r.p), v_at, 1 FROM playerbot.batch_sales r GROUP BY r.h, r.i ORDER BY r.h, r.i
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), sale_piece_count = sale_piece_count + VALUES(sale_piece_count), sale_copper = sale_copper + VALUES(sale_copper),
        sale_squares = sale_squares + VALUES(sale_squares), seen_at = GREATEST(seen_at, VALUES(seen_at)), is_stale = 1;
      INSERT INTO playerbot.market_inbox (batch_id, content_json) VALUES (in_batch, in_rows);
      INSERT INTO playerbot.market_days (day, house_id, sale_count, sale_copper, bot_sold_copper, bot_bought_copper, bot_copper, change_number)
      SELECT DATE(v_at), g.h, g.sales, g.copper, g.sold, g.bought, g.either, 1
        FROM (SELECT r.h AS h, COUNT(*) AS sales, SUM(r.c * r.p) AS copper, SUM(IF(r.bots & 1, r.c * r.p, 0)) AS sold, SUM(IF(r.bots & 2, r.c * r.p, 0)) AS bought, SUM(IF(r.bots, r.c * r.p, 0)) AS either
                FROM playerbot.batch_sales r GROUP BY r.h) g
       ORDER BY g.h
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), sale_copper = sale_copper + VALUES(sale_copper), bot_sold_copper = bot_sold_copper + VALUES(bot_sold_copper),
        bot_bought_copper = bot_bought_copper + VALUES(bot_bought_copper), bot_copper = bot_copper + VALUES(bot_copper), change_number = change_number + 1;
    END IF;
    COMMIT;
    IF v_is_staged THEN
      DROP TEMPORARY TABLE playerbot.batch_sales;
    END IF;
  END;
  SELECT v_outcome AS outcome, IF(v_outcome = 'applied', v_count, 0) AS recorded;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.record_sales TO playerbot_agent, playerbot_admin;
