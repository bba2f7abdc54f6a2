CREATE TABLE playerbot.samples (
  sampled_at  DATETIME(6) NOT NULL COMMENT 'When, UTC',
  table_name  VARCHAR(64) NOT NULL COMMENT 'Table of this schema',
  row_count   BIGINT UNSIGNED NOT NULL COMMENT 'Rows, as InnoDB estimates them',
  bytes_count BIGINT UNSIGNED NOT NULL COMMENT 'Bytes of data and indexes',
  PRIMARY KEY (table_name, sampled_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Sizes of our tables over time; v_growth reads it';
