-- A batch counts once, whichever agent brings it and however often. Its number is remembered for longer than a batch of its
-- time is taken, so that one that was forgotten is refused as too old instead of counted again.
CREATE TABLE playerbot.market_batches (
  batch_id    BIGINT UNSIGNED NOT NULL COMMENT 'Random number that the agent drew for it',
  kind        ENUM('prices','sales','gold') NOT NULL COMMENT 'What it holds',
  agent_id    BIGINT UNSIGNED NOT NULL COMMENT 'Agent that brought it first',
  observed_at DATETIME(3) NOT NULL COMMENT 'When the rows were seen, UTC',
  row_count   INT UNSIGNED NOT NULL COMMENT 'Rows in it',
  content_md5 BINARY(16) NOT NULL COMMENT 'Its content, to tell a repetition from another batch under the same number',
  recorded_at DATETIME(6) NOT NULL COMMENT 'When it was recorded, UTC',
  PRIMARY KEY (batch_id),
  KEY ix_batch_observed (observed_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Which batches were counted';
