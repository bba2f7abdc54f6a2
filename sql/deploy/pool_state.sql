CREATE TABLE playerbot.pool_state (
  pool_state_id   TINYINT UNSIGNED NOT NULL COMMENT 'Always 1',
  pooled_count    INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Pooled accounts at the last count',
  low_account_id  INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'No bot account has a lower id',
  high_account_id INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'No bot account has a higher id; searches start at random between the two',
  counted_at      DATETIME(6) NOT NULL COMMENT 'Last count, UTC',
  PRIMARY KEY (pool_state_id),
  CONSTRAINT chk_pool_state_single CHECK (pool_state_id = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='The one row that lets acquire and release decide without counting';
INSERT INTO playerbot.pool_state (pool_state_id, counted_at) VALUES (1, UTC_TIMESTAMP(6));
