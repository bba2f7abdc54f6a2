DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._value_items(in_day DATE, in_house_id SMALLINT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Works out median and value of the items in fresh_items on one day, from how their prices are distributed, and takes is_stale off.
The value is the median of what pairs of characters paid, each pair with one voice, when there were five sales or more among six characters or more; else what
scans show; else what was paid. So two accounts that deal with each other, however often and much, make no value where anybody offers the item.
Parameters: in_day, in_house_id: which rows of item_days; reads the temporary table fresh_items (item_id)
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s, READ COMMITTED
Granted to: nobody
Example: CALL playerbot._value_items(''2026-11-21'', 1)'
BEGIN
  -- The rows first: what is recorded from here on waits, and is stale again afterwards.
  UPDATE playerbot.fresh_items f STRAIGHT_JOIN playerbot.item_days d ON d.day = in_day AND d.house_id = in_house_id AND d.item_id = f.item_id SET d.is_stale = 0;
  CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_medians (item_id INT UNSIGNED NOT NULL, median DOUBLE NULL, PRIMARY KEY (item_id)) ENGINE=Aria TRANSACTIONAL=0;
  INSERT INTO playerbot.fresh_medians (item_id, median)
  SELECT w.item_id,
         -- The bucket in which the middle piece lies; its mean stands for it.
         MIN(IF(2 * w.upto >= w.total, w.copper / w.pieces, NULL))
    FROM (SELECT b.item_id AS item_id, b.ask_count + b.sale_count AS pieces, b.ask_copper + b.sale_copper AS copper,
                 SUM(b.ask_count + b.sale_count) OVER w AS upto, SUM(b.ask_count + b.sale_count) OVER (PARTITION BY b.item_id) AS total
            FROM playerbot.fresh_items f STRAIGHT_JOIN playerbot.item_day_buckets b ON b.day = in_day AND b.house_id = in_house_id AND b.item_id = f.item_id
          WINDOW w AS (PARTITION BY b.item_id ORDER BY b.bucket ROWS UNBOUNDED PRECEDING)) w
   GROUP BY w.item_id;
  CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_parties (item_id INT UNSIGNED NOT NULL, guid BIGINT UNSIGNED NOT NULL, PRIMARY KEY (item_id, guid)) ENGINE=Aria TRANSACTIONAL=0;
  INSERT INTO playerbot.fresh_parties (item_id, guid)
  SELECT DISTINCT s.item_id, IF(z.seq, s.first_guid, s.second_guid)
    FROM playerbot.fresh_items f STRAIGHT_JOIN playerbot.item_days d ON d.day = in_day AND d.house_id = in_house_id AND d.item_id = f.item_id AND d.sale_count >= 5
    STRAIGHT_JOIN playerbot.sale_pairs s ON s.day = in_day AND s.house_id = in_house_id AND s.item_id = f.item_id JOIN playerbot.seq_0_to_1 z;
  CREATE OR REPLACE TEMPORARY TABLE playerbot.fresh_paid (item_id INT UNSIGNED NOT NULL, median DOUBLE NOT NULL, PRIMARY KEY (item_id)) ENGINE=Aria TRANSACTIONAL=0;
  INSERT INTO playerbot.fresh_paid (item_id, median)
  SELECT w.item_id, MIN(IF(2 * w.n >= w.total, w.paid, NULL))
    FROM (SELECT s.item_id AS item_id, s.sale_copper / s.piece_count AS paid, COUNT(*) OVER (PARTITION BY s.item_id) AS total,
                 ROW_NUMBER() OVER (PARTITION BY s.item_id ORDER BY s.sale_copper / s.piece_count) AS n
            FROM (SELECT p.item_id AS item_id FROM playerbot.fresh_parties p GROUP BY p.item_id HAVING COUNT(*) >= 6) p
            STRAIGHT_JOIN playerbot.sale_pairs s ON s.day = in_day AND s.house_id = in_house_id AND s.item_id = p.item_id) w
   GROUP BY w.item_id;
  -- Without a distribution, since a batch came later than price_detail_days, what stands there stays.
  UPDATE playerbot.fresh_items f STRAIGHT_JOIN playerbot.item_days d ON d.day = in_day AND d.house_id = in_house_id AND d.item_id = f.item_id
    LEFT JOIN playerbot.fresh_medians m ON m.item_id = f.item_id LEFT JOIN playerbot.fresh_paid p ON p.item_id = f.item_id
     SET d.median = COALESCE(m.median, d.median, (d.ask_copper + d.sale_copper) / (d.ask_count + d.sale_piece_count)),
         d.value = COALESCE(p.median, d.scan_value_sum / NULLIF(d.scan_count, 0), d.sale_copper / d.sale_piece_count);
  DROP TEMPORARY TABLE IF EXISTS playerbot.fresh_medians, playerbot.fresh_parties, playerbot.fresh_paid;
END //
DELIMITER ;
