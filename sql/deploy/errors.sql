CREATE TABLE playerbot.errors (
  code         SMALLINT UNSIGNED NOT NULL COMMENT 'MYSQL_ERRNO of the SIGNAL, 45000 to 45999, a hundred per noun',
  name         VARCHAR(32)  NOT NULL COMMENT 'Name used in documents and by the C library',
  summary      VARCHAR(160) NOT NULL COMMENT 'What happened',
  hint         VARCHAR(255) NOT NULL COMMENT 'What the caller can do',
  is_retryable TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: the same call may succeed later',
  PRIMARY KEY (code),
  UNIQUE KEY uq_error_name (name),
  CONSTRAINT chk_error_code CHECK (code BETWEEN 45000 AND 45999)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Registry of every error that this schema raises';
