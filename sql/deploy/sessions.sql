-- One row for each account that an agent keeps something of. Rows go with their account; a write applies by fence and
-- sequence, so a journal may be replayed as often as need be.
CREATE TABLE playerbot.sessions (
  account_id     INT UNSIGNED NOT NULL COMMENT 'Bot account',
  fence          BIGINT UNSIGNED NOT NULL COMMENT 'Lease under which it was written last',
  sequence       BIGINT UNSIGNED NOT NULL COMMENT 'Number of the last write under that lease',
  format_version SMALLINT UNSIGNED NULL COMMENT 'Version of the host program''s format, NULL while there is no state',
  state          LONGBLOB NULL COMMENT 'State of the session, with length and checksum, as the agent reads it',
  active_at      DATETIME(3) NULL COMMENT 'Last used, UTC',
  is_hibernated  TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: the agent keeps nothing of it in memory',
  saved_at       DATETIME(6) NOT NULL COMMENT 'Last written, UTC',
  PRIMARY KEY (account_id),
  CONSTRAINT fk_session_account FOREIGN KEY (account_id) REFERENCES playerbot.accounts (account_id) ON DELETE CASCADE,
  CONSTRAINT chk_session_state CHECK ((state IS NULL) = (format_version IS NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='State of bot sessions, written behind by agents';
