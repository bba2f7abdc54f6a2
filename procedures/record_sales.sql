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
    IF JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY' AND JSON_LENGTH(in_rows) <= 200000 THEN
      SELECT COUNT(*), COALESCE(SUM(j.h BETWEEN 1 AND 65535 AND j.h = FLOOR(j.h) AND j.i BETWEEN 1 AND 4294967295 AND j.i = FLOOR(j.i)
                                    AND j.p BETWEEN 0.0001 AND 100000000000 AND j.c BETWEEN 1 AND 1000000 AND j.c = FLOOR(j.c)
                                    AND j.seller BETWEEN 0 AND 18446744073709551615 AND j.buyer BETWEEN 0 AND 18446744073709551615 AND j.bots BETWEEN 0 AND 3), 0)
        INTO v_count, v_good
        FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (h DOUBLE PATH '$[0]' NULL ON ERROR, i DOUBLE PATH '$[1]' NULL ON ERROR, p DOUBLE PATH '$[2]' NULL ON ERROR,
                        c DOUBLE PATH '$[3]' NULL ON ERROR, seller DECIMAL(30) PATH '$[4]' NULL ON ERROR, buyer DECIMAL(30) PATH '$[5]' NULL ON ERROR,
                        bots DECIMAL(30) PATH '$[6]' NULL ON ERROR)) j;
      IF v_good < v_count THEN
        CALL playerbot._raise('bad_rows', 'record_sales', CONCAT(v_count - v_good, ' rows are not [house, item, price, pieces, seller, buyer, bots] within their ranges'));
      END IF;
      CREATE OR REPLACE TEMPORARY TABLE playerbot.batch_sales (h SMALLINT UNSIGNED NOT NULL, i INT UNSIGNED NOT NULL, p DOUBLE NOT NULL, c INT UNSIGNED NOT NULL,
        seller BIGINT UNSIGNED NOT NULL, buyer BIGINT UNSIGNED NOT NULL, bots TINYINT UNSIGNED NOT NULL) ENGINE=Aria TRANSACTIONAL=0;
      INSERT INTO playerbot.batch_sales (h, i, p, c, seller, buyer, bots)
      SELECT j.h, j.i, j.p, j.c, j.seller, j.buyer, j.bots
        FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (h SMALLINT UNSIGNED PATH '$[0]', i INT UNSIGNED PATH '$[1]', p DOUBLE PATH '$[2]', c INT UNSIGNED PATH '$[3]',
                        seller BIGINT UNSIGNED PATH '$[4]', buyer BIGINT UNSIGNED PATH '$[5]', bots TINYINT UNSIGNED PATH '$[6]')) j;
    END IF;
    CALL playerbot._open_batch('record_sales', 'sales', in_agent_id, in_batch, in_at_ms, in_rows, 200000, v_outcome, v_count, v_at);
    IF v_outcome = 'applied' THEN
      INSERT INTO playerbot.item_days (day, house_id, item_id, sale_count, sale_piece_count, sale_copper, sale_squares, seen_at, is_stale)
      SELECT DATE(v_at), g.h, g.i, g.sales, g.pieces, g.copper, g.squares, v_at, 1
        FROM (SELECT r.h AS h, r.i AS i, COUNT(*) AS sales, SUM(r.c) AS pieces, SUM(r.c * r.p) AS copper, SUM(r.c * r.p * r.p) AS squares FROM playerbot.batch_sales r GROUP BY r.h, r.i) g
       ORDER BY g.h, g.i
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), sale_piece_count = sale_piece_count + VALUES(sale_piece_count), sale_copper = sale_copper + VALUES(sale_copper),
        sale_squares = sale_squares + VALUES(sale_squares), seen_at = GREATEST(seen_at, VALUES(seen_at)), is_stale = 1;
      INSERT INTO playerbot.item_day_buckets (day, house_id, item_id, bucket, sale_count, sale_copper)
      SELECT DATE(v_at), g.h, g.i, g.bucket, g.pieces, g.copper
        FROM (SELECT r.h AS h, r.i AS i, FLOOR(16 * LN(r.p)) AS bucket, SUM(r.c) AS pieces, SUM(r.c * r.p) AS copper FROM playerbot.batch_sales r GROUP BY r.h, r.i, FLOOR(16 * LN(r.p))) g
       ORDER BY g.h, g.i, g.bucket
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), sale_copper = sale_copper + VALUES(sale_copper);
      INSERT INTO playerbot.sale_pairs (day, house_id, item_id, first_guid, second_guid, sale_count, piece_count, sale_copper)
      SELECT DATE(v_at), g.h, g.i, g.one, g.two, g.sales, g.pieces, g.copper
        FROM (SELECT r.h AS h, r.i AS i, LEAST(r.seller, r.buyer) AS one, GREATEST(r.seller, r.buyer) AS two, COUNT(*) AS sales, SUM(r.c) AS pieces, SUM(r.c * r.p) AS copper
                FROM playerbot.batch_sales r WHERE r.seller > 0 AND r.buyer > 0 GROUP BY r.h, r.i, LEAST(r.seller, r.buyer), GREATEST(r.seller, r.buyer)) g
       ORDER BY g.h, g.i, g.one, g.two
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), piece_count = piece_count + VALUES(piece_count), sale_copper = sale_copper + VALUES(sale_copper);
      INSERT INTO playerbot.market_days (day, house_id, sale_count, sale_copper, bot_sold_copper, bot_bought_copper, bot_copper, change_number)
      SELECT DATE(v_at), g.h, g.sales, g.copper, g.sold, g.bought, g.either, 1
        FROM (SELECT r.h AS h, COUNT(*) AS sales, SUM(r.c * r.p) AS copper, SUM(IF(r.bots & 1, r.c * r.p, 0)) AS sold, SUM(IF(r.bots & 2, r.c * r.p, 0)) AS bought, SUM(IF(r.bots, r.c * r.p, 0)) AS either
                FROM playerbot.batch_sales r GROUP BY r.h) g
       ORDER BY g.h
      ON DUPLICATE KEY UPDATE sale_count = sale_count + VALUES(sale_count), sale_copper = sale_copper + VALUES(sale_copper), bot_sold_copper = bot_sold_copper + VALUES(bot_sold_copper),
        bot_bought_copper = bot_bought_copper + VALUES(bot_bought_copper), bot_copper = bot_copper + VALUES(bot_copper), change_number = change_number + 1;
    END IF;
    COMMIT;
    DROP TEMPORARY TABLE IF EXISTS playerbot.batch_sales;
  END;
  SELECT v_outcome AS outcome, IF(v_outcome = 'applied', v_count, 0) AS recorded;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.record_sales TO playerbot_agent, playerbot_admin;
