-- The day comes first in the key: a scan writes the rows of one day, which lie together, and old days go as one piece.
-- Sums of copper are DOUBLE: they make averages. Copper that must not get lost is counted in gold_days.
CREATE TABLE playerbot.item_days (
  day              DATE NOT NULL COMMENT 'Day, UTC',
  house_id         SMALLINT UNSIGNED NOT NULL COMMENT 'Auction house',
  item_id          INT UNSIGNED NOT NULL COMMENT 'Item (item_template.entry)',
  auction_count    INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Auctions seen, each as often as scans showed it',
  ask_count        BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Pieces in them',
  ask_copper       DOUBLE NOT NULL DEFAULT 0 COMMENT 'Sum of their prices',
  ask_squares      DOUBLE NOT NULL DEFAULT 0 COMMENT 'Sum of the squares of their prices',
  low_copper       DOUBLE NULL COMMENT 'Lowest price of a piece asked',
  high_copper      DOUBLE NULL COMMENT 'Highest price of a piece asked',
  scan_count       INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Scans that showed it',
  scan_value_sum   DOUBLE NOT NULL DEFAULT 0 COMMENT 'Sum of the values of the scans by the method of AuctionDB',
  last_scan_value  DOUBLE NULL COMMENT 'Value of the last scan by it',
  sale_count       INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Sales',
  sale_piece_count BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Pieces sold',
  sale_copper      DOUBLE NOT NULL DEFAULT 0 COMMENT 'What was paid for them',
  sale_squares     DOUBLE NOT NULL DEFAULT 0 COMMENT 'Sum of the squares of their prices',
  median           DOUBLE NULL COMMENT 'Median price of a piece, asked or paid; from item_day_buckets',
  value            DOUBLE NULL COMMENT 'What a piece was worth on that day: the median that pairs of characters paid when there were five sales among six, else what scans show',
  seen_at          DATETIME(3) NOT NULL COMMENT 'Seen last, UTC',
  is_stale         TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '1: recorded since median, value and item_prices were worked out',
  PRIMARY KEY (day, house_id, item_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Prices of an item in a house on a day';
