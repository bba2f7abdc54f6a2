CREATE TABLE playerbot.disabled_characters (
  guid        BIGINT UNSIGNED NOT NULL COMMENT 'Character guid in the host database',
  account_id  INT UNSIGNED NOT NULL COMMENT 'Account it was taken from',
  name        VARCHAR(12) NOT NULL COMMENT 'Name it had',
  level       TINYINT UNSIGNED NOT NULL COMMENT 'Level it had',
  reason      VARCHAR(160) NOT NULL COMMENT 'Why it was disabled',
  disabled_at DATETIME(6) NOT NULL COMMENT 'When, UTC',
  PRIMARY KEY (guid),
  KEY ix_disabled_account (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='A character taken out of play by an automatic fix; restore_character() brings it back';
