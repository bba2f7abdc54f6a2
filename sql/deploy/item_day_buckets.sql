-- Buckets of 6.4 % each: bucket b holds prices from e^(b/16) up to e^((b+1)/16). The mean of a bucket stands for it, so the
-- median is exact where its bucket holds one price, and off by half a bucket at most. Kept for price_detail_days only.
CREATE TABLE playerbot.item_day_buckets (
  day         DATE NOT NULL COMMENT 'Day, UTC',
  house_id    SMALLINT UNSIGNED NOT NULL COMMENT 'Auction house',
  item_id     INT UNSIGNED NOT NULL COMMENT 'Item (item_template.entry)',
  bucket      SMALLINT NOT NULL COMMENT 'floor(16 ln(price))',
  ask_count   BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Pieces asked at such a price',
  ask_copper  DOUBLE NOT NULL DEFAULT 0 COMMENT 'Sum of their prices',
  sale_count  BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Pieces sold at such a price',
  sale_copper DOUBLE NOT NULL DEFAULT 0 COMMENT 'Sum of their prices',
  PRIMARY KEY (day, house_id, item_id, bucket)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='How many pieces were asked or sold at what price';
