-- A batch waits as it came: one row, which a CALL writes in no time however many prices it holds. The event market takes it out,
-- batch by batch, into item_day_buckets and sale_pairs.
CREATE TABLE playerbot.market_inbox (
  batch_id     BIGINT UNSIGNED NOT NULL COMMENT 'Batch',
  content_json LONGTEXT NOT NULL COMMENT 'Its rows, as record_prices or record_sales took them',
  PRIMARY KEY (batch_id),
  CONSTRAINT fk_inbox_batch FOREIGN KEY (batch_id) REFERENCES playerbot.market_batches (batch_id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Batches that wait for the event market';
