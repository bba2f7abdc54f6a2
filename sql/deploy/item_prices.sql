-- Worked out by the event market from item_days of today and fourteen days before, for items that were seen since, and for all
-- once a day. So a reader never pays for it. DECIMAL: the server prints it many times faster than DOUBLE.
CREATE TABLE playerbot.item_prices (
  house_id     SMALLINT UNSIGNED NOT NULL COMMENT 'Auction house',
  item_id      INT UNSIGNED NOT NULL COMMENT 'Item (item_template.entry)',
  price        DECIMAL(17,4) NULL COMMENT 'Trusted price of a piece: weighted median of the values of days, so that one day cannot move it far',
  auctiondb    DECIMAL(17,4) NULL COMMENT 'Weighted mean of the scans by the method of AuctionDB, NULL without a scan',
  average      DECIMAL(17,4) NULL COMMENT 'Mean of all prices asked and paid, by piece',
  median       DECIMAL(17,4) NULL COMMENT 'Median of them: weighted median of the medians of days',
  deviation    DECIMAL(17,4) NULL COMMENT 'Standard deviation of them',
  low          DECIMAL(17,4) NULL COMMENT 'Lowest price asked today or on the last day it was seen',
  sale_average DECIMAL(17,4) NULL COMMENT 'Mean price paid, NULL without a sale',
  volume       BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Pieces sold',
  ask_count    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Pieces asked for in scans',
  trend        DECIMAL(12,4) NULL COMMENT 'Change of the values of days, % a day; NULL below three days',
  confidence   DECIMAL(5,4) NOT NULL DEFAULT 0 COMMENT '0 to 1: many days and prices, little spread between days, seen lately',
  day_count    TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Days with a price',
  last_seen_at DATETIME(3) NOT NULL COMMENT 'Seen last, UTC',
  refreshed_on DATE NOT NULL COMMENT 'Day for which it was worked out, UTC',
  revision     BIGINT UNSIGNED NOT NULL COMMENT 'Grows with each change of any row: read what is above the last one seen',
  PRIMARY KEY (house_id, item_id),
  KEY ix_item_price_item (item_id),
  KEY ix_item_price_revision (revision),
  KEY ix_item_price_day (refreshed_on)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What a piece of an item is worth in a house';
INSERT INTO playerbot.latches (name, number, description) VALUES ('market', 0, 'Last revision of item_prices');
