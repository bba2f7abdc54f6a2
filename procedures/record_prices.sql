DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.record_prices(in_agent_id DECIMAL(65), in_batch DECIMAL(65), in_at_ms DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Records the prices of one scan. A batch counts once, whoever brings it and however often. All auctions of an item in a house belong in one
batch: the method of AuctionDB judges them together (at most the lowest 30 % of the pieces; beyond 15 % the end is where a price is 20 % or more above
the one before; of those, without what is more than 1.5 deviations from their mean, the mean).
Parameters: in_agent_id: from register_agent; in_batch: random number of the batch, 1 to 2^64 - 1, the same when it is sent again; in_at_ms: when the scan
was made (since 1970, UTC); in_rows: JSON array of at most 200000 arrays [house (1 to 65535), item, copper for one piece (above 0, to 100000000000, whole
or not), pieces (1 to 1000000)], one for each auction with a buyout
Returns: outcome (applied, duplicate: came before, expired: older than price_retention_days), recorded (prices), items (in their houses)
Raises: 45200 agent_fenced; 45202 bad_rows; 45600 bad_batch; 45001 request_conflict; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.record_prices(7, 990001, 1763700000000, ''[[1,2589,12.5,20],[1,2589,13,5]]'')'
BEGIN
  DECLARE v_outcome VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
  DECLARE v_count, v_good, v_items INT UNSIGNED DEFAULT 0;
  DECLARE v_at DATETIME(3);
  DECLARE v_is_staged TINYINT UNSIGNED DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'record_prices', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.batch_rows, playerbot.batch_items, playerbot.batch_lowest;
      RESIGNAL;
    END;
    -- Before the transaction: it is the longest part, and nobody should wait for it.
    -- A batch that came before needs none of it.
    IF NOT EXISTS (SELECT 1 FROM playerbot.market_batches b WHERE b.batch_id = in_batch)
       AND JSON_TYPE(in_rows) = 'ARRAY' AND JSON_LENGTH(in_rows) <= 200000 THEN
      -- DOUBLE throughout: sums of whole numbers would be DECIMAL, at twice the time.
      -- Room for 200000 rows, whatever this server lets such tables grow to.
      SET STATEMENT max_heap_table_size = 67108864 FOR CREATE OR REPLACE TEMPORARY TABLE playerbot.batch_rows (h DOUBLE NULL, i DOUBLE NULL, p DOUBLE NULL, c DOUBLE NULL) ENGINE=MEMORY;
      INSERT INTO playerbot.batch_rows (h, i, p, c)
      SELECT j.h, j.i, j.p, j.c
        FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (h DOUBLE PATH '$[0]' NULL ON ERROR, i DOUBLE PATH '$[1]' NULL ON ERROR, p DOUBLE PATH '$[2]' NULL ON ERROR,
                        c DOUBLE PATH '$[3]' NULL ON ERROR)) j;
      SELECT COUNT(*), COALESCE(SUM(r.h BETWEEN 1 AND 65535 AND r.h = FLOOR(r.h) AND r.i BETWEEN 1 AND 4294967295 AND r.i = FLOOR(r.i)
                                    AND r.p BETWEEN 0.0001 AND 100000000000 AND r.c BETWEEN 1 AND 1000000 AND r.c = FLOOR(r.c)), 0)
        INTO v_count, v_good
        FROM playerbot.batch_rows r;
      IF v_good < v_count THEN
        CALL playerbot._raise('bad_rows', 'record_prices', CONCAT(v_count - v_good, ' rows are not [house, item, price, pieces] within their ranges'));
      END IF;
      SET STATEMENT max_heap_table_size = 67108864 FOR CREATE OR REPLACE TEMPORARY TABLE playerbot.batch_items (h DOUBLE NOT NULL, i DOUBLE NOT NULL, auctions INT UNSIGNED NOT NULL, pieces DOUBLE NOT NULL, copper DOUBLE NOT NULL,
        squares DOUBLE NOT NULL, low DOUBLE NOT NULL, high DOUBLE NOT NULL, room DOUBLE NOT NULL, value DOUBLE NULL, cheap INT UNSIGNED NOT NULL DEFAULT 0, PRIMARY KEY (h, i)) ENGINE=MEMORY;
      SET STATEMENT max_heap_table_size = 67108864 FOR CREATE OR REPLACE TEMPORARY TABLE playerbot.batch_lowest (h DOUBLE NOT NULL, i DOUBLE NOT NULL, p DOUBLE NOT NULL, c DOUBLE NOT NULL) ENGINE=MEMORY;
      INSERT INTO playerbot.batch_items (h, i, auctions, pieces, copper, squares, low, high, room)
      SELECT r.h, r.i, COUNT(*), SUM(r.c), SUM(r.c * r.p), SUM(r.c * r.p * r.p), MIN(r.p), MAX(r.p), GREATEST(1, FLOOR(SUM(r.c) * 3 / 10))
        FROM playerbot.batch_rows r GROUP BY r.h, r.i;
      -- Pieces in the order of their prices: so many stand before those of this auction.
      INSERT INTO playerbot.batch_lowest (h, i, p, c)
      SELECT z.h, z.i, z.p, LEAST(z.c, z.room - z.before_it)
        FROM (SELECT y.h, y.i, y.p, y.c, y.before_it, b.room,
                     SUM(y.before_it >= 1 AND 20 * (y.before_it + 1) > 3 * b.pieces AND 5 * y.p >= 6 * y.lower) OVER (PARTITION BY y.h, y.i ORDER BY y.before_it ROWS UNBOUNDED PRECEDING) AS jumps
                FROM (SELECT r.h, r.i, r.p, r.c, SUM(r.c) OVER w - r.c AS before_it, LAG(r.p) OVER w AS lower
                        FROM playerbot.batch_rows r WINDOW w AS (PARTITION BY r.h, r.i ORDER BY r.p ROWS UNBOUNDED PRECEDING)) y
                JOIN playerbot.batch_items b ON b.h = y.h AND b.i = y.i
               WHERE y.before_it < b.room) z
       WHERE z.jumps = 0;
      UPDATE playerbot.batch_items b
        JOIN (SELECT l.h AS h, l.i AS i, SUM(l.c * l.p) / SUM(l.c) AS value
                FROM playerbot.batch_lowest l
                JOIN (SELECT k.h AS h, k.i AS i, SUM(k.c * k.p) / SUM(k.c) AS mean,
                             COALESCE(SQRT(GREATEST(0, (SUM(k.c * k.p * k.p) - SUM(k.c * k.p) * SUM(k.c * k.p) / SUM(k.c)) / NULLIF(SUM(k.c) - 1, 0))), 0) AS deviation
                        FROM playerbot.batch_lowest k GROUP BY k.h, k.i) m ON m.h = l.h AND m.i = l.i
               -- Rounding must not leave out prices that are all the same.
               WHERE ABS(l.p - m.mean) <= 1.5 * m.deviation + 1e-9 * m.mean
               GROUP BY l.h, l.i) v ON v.h = b.h AND v.i = b.i
         SET b.value = v.value;
      -- How many of the lowest are far below the price. Whole numbers, so that the key of item_prices serves.
      UPDATE playerbot.batch_items b
        JOIN (SELECT l.h AS h, l.i AS i, COUNT(*) AS cheap
                FROM playerbot.batch_lowest l
                STRAIGHT_JOIN playerbot.item_prices p ON p.house_id = CAST(l.h AS UNSIGNED) AND p.item_id = CAST(l.i AS UNSIGNED) AND 4 * l.p <= 3 * p.price GROUP BY l.h, l.i) c
          ON c.h = b.h AND c.i = b.i
         SET b.cheap = c.cheap;
      SET v_is_staged = 1;
    END IF;
    CALL playerbot._open_batch('record_prices', 'prices', in_agent_id, in_batch, in_at_ms, in_rows, 200000, IF(v_is_staged, v_count, NULL), v_outcome, v_count, v_at);
    IF v_outcome = 'applied' THEN
      -- In the order of keys, so that two calls cannot lock each other out.
      INSERT INTO playerbot.item_days (day, house_id, item_id, auction_count, ask_count, ask_copper, ask_squares, low_copper, high_copper, scan_count, cheap_scan_count, scan_value_sum, last_scan_value, seen_at, is_stale)
      SELECT DATE(v_at), b.h, b.i, b.auctions, b.pieces, b.copper, b.squares, b.low, b.high, 1, b.cheap >= 6, b.value, b.value, v_at, 1 FROM playerbot.batch_items b ORDER BY b.h, b.i
      ON DUPLICATE KEY UPDATE auction_count = auction_count + VALUES(auction_count), ask_count = ask_count + VALUES(ask_count), ask_copper = ask_copper + VALUES(ask_copper),
        ask_squares = ask_squares + VALUES(ask_squares), low_copper = LEAST(COALESCE(low_copper, VALUES(low_copper)), VALUES(low_copper)),
        high_copper = GREATEST(COALESCE(high_copper, VALUES(high_copper)), VALUES(high_copper)), scan_count = scan_count + 1, cheap_scan_count = cheap_scan_count + VALUES(cheap_scan_count), scan_value_sum = scan_value_sum + VALUES(scan_value_sum),
        last_scan_value = IF(last_scan_value IS NULL OR VALUES(seen_at) >= seen_at, VALUES(last_scan_value), last_scan_value), seen_at = GREATEST(seen_at, VALUES(seen_at)), is_stale = 1;
      INSERT INTO playerbot.market_inbox (batch_id, content_json) VALUES (in_batch, in_rows);
      INSERT INTO playerbot.market_days (day, house_id, price_count, change_number)
      SELECT DATE(v_at), b.h, SUM(b.auctions), 1 FROM playerbot.batch_items b GROUP BY b.h ORDER BY b.h
      ON DUPLICATE KEY UPDATE price_count = price_count + VALUES(price_count), change_number = change_number + 1;
      SELECT COUNT(*) INTO v_items FROM playerbot.batch_items;
    END IF;
    COMMIT;
    IF v_is_staged THEN
      DROP TEMPORARY TABLE playerbot.batch_rows, playerbot.batch_items, playerbot.batch_lowest;
    END IF;
  END;
  SELECT v_outcome AS outcome, IF(v_outcome = 'applied', v_count, 0) AS recorded, v_items AS items;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.record_prices TO playerbot_agent, playerbot_admin;
