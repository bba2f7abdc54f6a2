-- No index on at: rows grow in time order, so retention reads from the low end of the primary key.
CREATE TABLE playerbot.audit_log (
  audit_id   BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Order of decisions',
  at         DATETIME(6) NOT NULL COMMENT 'When, UTC',
  actor      VARCHAR(160) NOT NULL COMMENT 'Database user and host that called',
  agent_id   BIGINT UNSIGNED NULL COMMENT 'Agent that called or is concerned',
  action     VARCHAR(40) NOT NULL COMMENT 'Procedure that decided',
  account_id INT UNSIGNED NULL COMMENT 'Account concerned; NULL when detail names many or none',
  detail     LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '{}' COMMENT 'JSON: what was decided',
  PRIMARY KEY (audit_id),
  KEY ix_audit_account (account_id),
  CONSTRAINT chk_audit_detail CHECK (JSON_VALID(detail))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='One committed decision';
