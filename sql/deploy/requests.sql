CREATE TABLE playerbot.requests (
  scope        BIGINT UNSIGNED NOT NULL COMMENT 'Agent id; for calls without one, 2^63 plus the CRC32 of user and host',
  routine      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Procedure that was called',
  request_id   BIGINT UNSIGNED NOT NULL COMMENT 'Random number chosen by the caller',
  arguments    VARCHAR(512) NOT NULL COMMENT 'Arguments of the first call; others raise request_conflict',
  operation_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Bulk operation it started, 0 for none',
  result       LONGTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '[]' COMMENT 'What was answered, as JSON',
  created_at   DATETIME(6) NOT NULL COMMENT 'First call, UTC',
  PRIMARY KEY (scope, routine, request_id),
  KEY ix_request_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='One answered request, so that asking again has no second effect';
