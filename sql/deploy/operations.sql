CREATE TABLE playerbot.operations (
  operation_id  BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'One long operation',
  kind          VARCHAR(40) NOT NULL COMMENT 'Procedure that runs it',
  actor         VARCHAR(160) NOT NULL COMMENT 'Database user and host that started it',
  connection_id BIGINT UNSIGNED NOT NULL COMMENT 'Server connection that runs it',
  total_count   BIGINT UNSIGNED NOT NULL COMMENT 'Things to do',
  done_count    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Things done and committed',
  started_at    DATETIME(6) NOT NULL COMMENT 'Started, UTC',
  updated_at    DATETIME(6) NOT NULL COMMENT 'Last progress, UTC',
  ended_at      DATETIME(6) NULL COMMENT 'Finished, UTC; NULL while running or interrupted',
  last_error    VARCHAR(255) NULL COMMENT 'Why it stopped, NULL for no error',
  PRIMARY KEY (operation_id),
  KEY ix_operation_open (ended_at, operation_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='One long operation with its progress';
