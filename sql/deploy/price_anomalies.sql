CREATE TABLE playerbot.price_anomalies (
  day             DATE NOT NULL COMMENT 'Day, UTC',
  house_id        SMALLINT UNSIGNED NOT NULL COMMENT 'Auction house',
  item_id         INT UNSIGNED NOT NULL COMMENT 'Item (item_template.entry)',
  kind            ENUM('spike','dump','wash') NOT NULL COMMENT 'spike, dump: far above or below the days before; wash: the same two trade it with each other',
  seen_copper     DOUBLE NULL COMMENT 'Price of a piece that was seen',
  expected_copper DOUBLE NULL COMMENT 'What the days before let expect, NULL when nothing does',
  score           DOUBLE NOT NULL COMMENT 'spike, dump: deviations from it; wash: share of the pieces sold',
  first_at        DATETIME(6) NOT NULL COMMENT 'Found first, UTC',
  last_at         DATETIME(6) NOT NULL COMMENT 'Found last, UTC',
  PRIMARY KEY (day, house_id, item_id, kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Anomalies found';
