DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._price_items(in_today DATE, in_house_id SMALLINT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Works out the prices of the items in fresh_items from today and the fourteen days before, and looks for anomalies of today. An item without a
price in those days keeps its last one, with a confidence of 0.
Days on which nobody was seen to offer the item have no weight, unless there are no others; then there is a price, and nothing is sure of it: sales alone prove none.
Confidence, of days with offers: (1 - e^(-days/3)) * (1 - e^(-pieces offered/10)) / (1 + 4 * deviation of the logarithms of their values) * e^(-days since the last/7); 0 without one.
Anomalies: what is asked today or in the last scan is 1.5 times above (spike) or below (dump) the weighted median of at least three days before, and four
of their deviations (8 % at least) off it; in three scans of today six auctions stood a quarter below the price (dump); two characters made four or more sales of it to
each other, and half of the pieces sold, or, where no spike or dump is seen, somebody dealt twice at one and a half times that median or more, or three or more of
the sales a quarter off it, and six of ten, are among a few who each made more than one (wash).
Parameters: in_today; in_house_id; reads the temporary table fresh_items (item_id)
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s, READ COMMITTED; needs the latch market
Granted to: nobody
Example: CALL playerbot._price_items(UTC_DATE(), 1)'
BEGIN
  DECLARE v_revision BIGINT UNSIGNED;

  SELECT l.number INTO v_revision FROM playerbot.latches l WHERE l.name = 'market';
  CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_days (item_id INT UNSIGNED NOT NULL, age TINYINT UNSIGNED NOT NULL, weight INT UNSIGNED NOT NULL, is_offered TINYINT UNSIGNED NOT NULL, pieces BIGINT UNSIGNED NOT NULL, copper DOUBLE NOT NULL,
    squares DOUBLE NOT NULL, median DOUBLE NOT NULL, value DOUBLE NOT NULL, scan_value DOUBLE NULL, last_scan_value DOUBLE NULL, low DOUBLE NULL, cheap INT UNSIGNED NOT NULL, sales BIGINT UNSIGNED NOT NULL, sale_copper DOUBLE NOT NULL,
    asks BIGINT UNSIGNED NOT NULL, seen_at DATETIME(3) NOT NULL, PRIMARY KEY (item_id, age)) ENGINE=Aria TRANSACTIONAL=0;
  INSERT INTO playerbot.fresh_days
  SELECT d.item_id, s.seq, IF(d.scan_count > 0, playerbot._market_weight(s.seq), 0), d.scan_count > 0, d.ask_count + d.sale_piece_count, d.ask_copper + d.sale_copper, d.ask_squares + d.sale_squares, d.median, d.value,
         d.scan_value_sum / NULLIF(d.scan_count, 0), d.last_scan_value, d.low_copper, d.cheap_scan_count, d.sale_piece_count, d.sale_copper, d.ask_count, d.seen_at
    FROM playerbot.seq_0_to_14 s STRAIGHT_JOIN playerbot.fresh_items f STRAIGHT_JOIN playerbot.item_days d ON d.day = in_today - INTERVAL s.seq DAY AND d.house_id = in_house_id AND d.item_id = f.item_id
   WHERE d.median > 0 AND d.value > 0;
  UPDATE playerbot.fresh_days d JOIN (SELECT n.item_id AS item_id FROM playerbot.fresh_days n GROUP BY n.item_id HAVING MAX(n.is_offered) = 0) n ON n.item_id = d.item_id
     SET d.weight = playerbot._market_weight(d.age);
  -- Weighted medians of the medians, of the values, and of the values before today.
  CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_middles (item_id INT UNSIGNED NOT NULL, median DOUBLE NULL, price DOUBLE NULL, expected DOUBLE NULL, spread DOUBLE NULL, PRIMARY KEY (item_id)) ENGINE=Aria TRANSACTIONAL=0;
  INSERT INTO playerbot.fresh_middles (item_id, median, price, expected, spread)
  SELECT p.item_id, m.median, p.price, p.expected, p.spread
    FROM (SELECT w.item_id AS item_id, MIN(IF(2 * w.upto >= w.total, w.value, NULL)) AS price, MIN(IF(w.before_total > 0 AND 2 * w.before_upto >= w.before_total, w.value, NULL)) AS expected,
                 IF(SUM(w.age > 0 AND w.weight > 0) >= 3, COALESCE(STDDEV_SAMP(IF(w.age > 0 AND w.weight > 0, LN(w.value), NULL)), 0), NULL) AS spread
            FROM (SELECT d.item_id AS item_id, d.value AS value, d.age AS age, d.weight AS weight, SUM(d.weight) OVER w AS upto, SUM(d.weight) OVER (PARTITION BY d.item_id) AS total,
                         SUM(IF(d.age > 0, d.weight, 0)) OVER w AS before_upto, SUM(IF(d.age > 0, d.weight, 0)) OVER (PARTITION BY d.item_id) AS before_total
                    FROM playerbot.fresh_days d WINDOW w AS (PARTITION BY d.item_id ORDER BY d.value ROWS UNBOUNDED PRECEDING)) w GROUP BY w.item_id) p
    JOIN (SELECT w.item_id AS item_id, MIN(IF(2 * w.upto >= w.total, w.median, NULL)) AS median
            FROM (SELECT d.item_id AS item_id, d.median AS median, SUM(d.weight) OVER w AS upto, SUM(d.weight) OVER (PARTITION BY d.item_id) AS total
                    FROM playerbot.fresh_days d WINDOW w AS (PARTITION BY d.item_id ORDER BY d.median ROWS UNBOUNDED PRECEDING)) w GROUP BY w.item_id) m ON m.item_id = p.item_id;
  INSERT INTO playerbot.item_prices (house_id, item_id, price, auctiondb, average, median, deviation, low, sale_average, volume, ask_count, trend, confidence, day_count, last_seen_at, refreshed_on, revision)
  SELECT in_house_id, g.item_id, m.price, g.auctiondb, g.average, m.median, g.deviation, g.low, g.sale_average, g.volume, g.asks, LEAST(g.trend, 1000000),
         IF(g.offered_days > 0, (1 - EXP(-g.offered_days / 3)) * (1 - EXP(-g.asks / 10)) / (1 + 4 * g.spread) * EXP(-g.youngest / 7), 0), g.days, g.seen_at, in_today, v_revision
    FROM (SELECT d.item_id AS item_id, SUM(d.weight * d.scan_value) / SUM(IF(d.scan_value IS NULL, NULL, d.weight)) AS auctiondb, SUM(d.copper) / SUM(d.pieces) AS average,
                 SQRT(GREATEST(0, SUM(d.squares) / SUM(d.pieces) - POW(SUM(d.copper) / SUM(d.pieces), 2))) AS deviation,
                 CAST(SUBSTRING(MIN(CONCAT(LPAD(d.age, 2, '0'), d.low)), 3) AS DOUBLE) AS low, SUM(d.sale_copper) / NULLIF(SUM(d.sales), 0) AS sale_average, SUM(d.sales) AS volume,
                 SUM(d.asks) AS asks, COUNT(*) AS days, SUM(d.is_offered) AS offered_days, MIN(IF(d.is_offered, d.age, NULL)) AS youngest, MAX(d.seen_at) AS seen_at,
                 COALESCE(STDDEV_SAMP(IF(d.is_offered, LN(d.value), NULL)), 0) AS spread,
                 -- Least squares through the logarithms; the newest day has the smallest age.
                 IF(SUM(d.is_offered) >= 3, 100 * (EXP(-(SUM(d.is_offered) * SUM(d.is_offered * d.age * LN(d.value)) - SUM(d.is_offered * d.age) * SUM(d.is_offered * LN(d.value)))
                                                     / (SUM(d.is_offered) * SUM(d.is_offered * d.age * d.age) - SUM(d.is_offered * d.age) * SUM(d.is_offered * d.age))) - 1), NULL) AS trend
            FROM playerbot.fresh_days d GROUP BY d.item_id) g
    JOIN playerbot.fresh_middles m ON m.item_id = g.item_id
   ORDER BY g.item_id
  ON DUPLICATE KEY UPDATE price = VALUES(price), auctiondb = VALUES(auctiondb), average = VALUES(average), median = VALUES(median), deviation = VALUES(deviation), low = VALUES(low),
    sale_average = VALUES(sale_average), volume = VALUES(volume), ask_count = VALUES(ask_count), trend = VALUES(trend), confidence = VALUES(confidence), day_count = VALUES(day_count),
    last_seen_at = VALUES(last_seen_at), refreshed_on = VALUES(refreshed_on), revision = VALUES(revision);
  UPDATE playerbot.fresh_items f STRAIGHT_JOIN playerbot.item_prices p ON p.house_id = in_house_id AND p.item_id = f.item_id
     SET p.confidence = 0, p.volume = 0, p.ask_count = 0, p.day_count = 0, p.trend = NULL, p.refreshed_on = in_today, p.revision = v_revision
   WHERE p.refreshed_on < in_today;

  -- What was a mistake of a scan and is gone stays in the list, with when it was seen last.
  INSERT INTO playerbot.price_anomalies (day, house_id, item_id, kind, seen_copper, expected_copper, score, first_at, last_at)
  SELECT in_today, in_house_id, x.item_id, IF(x.ratio > 0, 'spike', 'dump'), x.expected * EXP(x.ratio), x.expected, ABS(x.ratio) / x.spread, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
    FROM (SELECT d.item_id AS item_id, m.expected AS expected, GREATEST(m.spread, 0.08) AS spread,
                 -- What is asked, where that is known: a few sales among accomplices are no price.
                 IF(ABS(LN(COALESCE(d.scan_value, d.value) / m.expected)) >= ABS(LN(COALESCE(d.last_scan_value, d.value) / m.expected)), LN(COALESCE(d.scan_value, d.value) / m.expected),
                    LN(COALESCE(d.last_scan_value, d.value) / m.expected)) AS ratio
            FROM playerbot.fresh_days d JOIN playerbot.fresh_middles m ON m.item_id = d.item_id WHERE d.age = 0 AND m.spread IS NOT NULL) x
   WHERE ABS(x.ratio) >= LN(1.5) AND ABS(x.ratio) >= 4 * x.spread ORDER BY x.item_id
  ON DUPLICATE KEY UPDATE seen_copper = VALUES(seen_copper), expected_copper = VALUES(expected_copper), score = VALUES(score), last_at = VALUES(last_at);
  -- A few accounts that undersell a large market do not move its value.
  INSERT INTO playerbot.price_anomalies (day, house_id, item_id, kind, seen_copper, expected_copper, score, first_at, last_at)
  SELECT in_today, in_house_id, d.item_id, 'dump', d.low, m.expected, d.cheap, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
    FROM playerbot.fresh_days d JOIN playerbot.fresh_middles m ON m.item_id = d.item_id
   WHERE d.age = 0 AND d.cheap >= 3 AND 4 * d.low <= 3 * m.expected ORDER BY d.item_id
  ON DUPLICATE KEY UPDATE last_at = VALUES(last_at);
  -- Sales a quarter off the price, by pairs, and who made more than one.
  CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_pairs (item_id INT UNSIGNED NOT NULL, first_guid BIGINT UNSIGNED NOT NULL, second_guid BIGINT UNSIGNED NOT NULL, sale_count INT UNSIGNED NOT NULL,
    piece_count BIGINT UNSIGNED NOT NULL, sale_copper DOUBLE NOT NULL, sales BIGINT UNSIGNED NOT NULL, expected DOUBLE NOT NULL, KEY (item_id)) ENGINE=Aria TRANSACTIONAL=0;
  INSERT INTO playerbot.fresh_pairs
  SELECT s.item_id, s.first_guid, s.second_guid, s.sale_count, s.piece_count, s.sale_copper, d.sales, m.expected
    FROM playerbot.fresh_days d STRAIGHT_JOIN playerbot.fresh_middles m ON m.item_id = d.item_id
    STRAIGHT_JOIN playerbot.sale_pairs s ON s.day = in_today AND s.house_id = in_house_id AND s.item_id = d.item_id
   WHERE d.age = 0 AND d.sales > 0 AND s.sale_copper NOT BETWEEN 0.75 * m.expected * s.piece_count AND 1.33 * m.expected * s.piece_count;
  CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_dealers (item_id INT UNSIGNED NOT NULL, guid BIGINT UNSIGNED NOT NULL, PRIMARY KEY (item_id, guid)) ENGINE=Aria TRANSACTIONAL=0;
  INSERT INTO playerbot.fresh_dealers
  SELECT p.item_id, IF(z.seq, p.first_guid, p.second_guid) AS guid FROM playerbot.fresh_pairs p JOIN playerbot.seq_0_to_1 z GROUP BY p.item_id, guid HAVING SUM(p.sale_count) >= 2;
  INSERT INTO playerbot.price_anomalies (day, house_id, item_id, kind, seen_copper, expected_copper, score, first_at, last_at)
  SELECT in_today, in_house_id, x.item_id, 'wash', x.paid, m.expected, x.share, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
    FROM (SELECT s.item_id AS item_id, MAX(s.piece_count) / d.sales AS share, SUM(s.sale_copper) / SUM(s.piece_count) AS paid
            FROM playerbot.fresh_days d STRAIGHT_JOIN playerbot.sale_pairs s ON s.day = in_today AND s.house_id = in_house_id AND s.item_id = d.item_id
           WHERE d.age = 0 AND s.sale_count >= 4 GROUP BY s.item_id, d.sales HAVING share >= 0.5
          UNION ALL
          -- Far off the price, and most of it among a few who each dealt so more than once; who buys a market empty or undersells it deals so as well.
          SELECT f.item_id, f.pieces / f.sales, f.copper / f.pieces
            FROM (SELECT o.item_id AS item_id, o.sales AS sales, SUM(o.sale_count) AS trades, SUM(IF(o.is_circle, o.sale_count, 0)) AS circle_trades, SUM(o.piece_count) AS pieces,
                         SUM(o.sale_copper) AS copper, COUNT(DISTINCT IF(o.is_circle, o.first_guid, NULL)) + COUNT(DISTINCT IF(o.is_circle, o.second_guid, NULL)) AS circle_ends,
                         SUM(IF(o.is_dealt AND o.sale_copper >= 1.5 * o.expected * o.piece_count, o.sale_count, 0)) >= 2 AS is_paid_twice
                    FROM (SELECT s.*, a.guid IS NOT NULL AND b.guid IS NOT NULL AS is_circle, a.guid IS NOT NULL OR b.guid IS NOT NULL AS is_dealt
                            FROM playerbot.fresh_pairs s LEFT JOIN playerbot.fresh_dealers a ON a.item_id = s.item_id AND a.guid = s.first_guid
                            LEFT JOIN playerbot.fresh_dealers b ON b.item_id = s.item_id AND b.guid = s.second_guid) o
                   GROUP BY o.item_id, o.sales) f
           WHERE (f.is_paid_twice OR f.circle_trades >= 3 AND f.circle_ends <= 8 AND 10 * f.circle_trades >= 6 * f.trades)
             AND NOT EXISTS (SELECT 1 FROM playerbot.price_anomalies k WHERE k.day = in_today AND k.house_id = in_house_id AND k.item_id = f.item_id AND k.kind IN ('spike', 'dump'))) x
    JOIN playerbot.fresh_middles m ON m.item_id = x.item_id ORDER BY x.item_id
  ON DUPLICATE KEY UPDATE seen_copper = VALUES(seen_copper), expected_copper = VALUES(expected_copper), score = VALUES(score), last_at = VALUES(last_at);
  -- Sales that a spike or a dump explains are no wash trades, also when it was seen after them.
  DELETE w FROM playerbot.fresh_items f STRAIGHT_JOIN playerbot.price_anomalies w ON w.day = in_today AND w.house_id = in_house_id AND w.item_id = f.item_id AND w.kind = 'wash'
    STRAIGHT_JOIN playerbot.price_anomalies k ON k.day = in_today AND k.house_id = in_house_id AND k.item_id = f.item_id AND k.kind IN ('spike', 'dump');
  DROP TEMPORARY TABLE IF EXISTS playerbot.fresh_days, playerbot.fresh_middles, playerbot.fresh_pairs, playerbot.fresh_dealers;
END //
DELIMITER ;
