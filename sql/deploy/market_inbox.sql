-- Rows are appended in the CALL that brings them, which is fast however full a day is, and taken out by the event market, batch by
-- batch, into item_day_buckets and sale_pairs.
CREATE TABLE playerbot.market_inbox (
  batch_id     BIGINT UNSIGNED NOT NULL COMMENT 'Batch',
  position     INT UNSIGNED NOT NULL COMMENT 'Row in it, from 1',
  house_id     SMALLINT UNSIGNED NOT NULL COMMENT 'Auction house',
  item_id      INT UNSIGNED NOT NULL COMMENT 'Item (item_template.entry)',
  price_copper DOUBLE NOT NULL COMMENT 'Price of a piece',
  piece_count  INT UNSIGNED NOT NULL COMMENT 'Pieces',
  seller_guid  BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Who sold, 0 for what is only asked',
  buyer_guid   BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Who bought',
  PRIMARY KEY (batch_id, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Rows that wait for the event market';
