-- A claim is a committed row with a time limit, since GET_LOCK is local to one node of a cluster.
CREATE TABLE playerbot.latches (
  name          VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'What may happen once at a time',
  claimed_by    BIGINT UNSIGNED NULL COMMENT 'Connection that works, NULL for none',
  claimed_until DATETIME(6) NULL COMMENT 'After this, UTC, the claim is void',
  number        BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Counter guarded by the latch',
  description   VARCHAR(160) NOT NULL COMMENT 'What the counter counts',
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Single-flight claims and the counters they guard';
INSERT INTO playerbot.latches (name, number, description) VALUES
('create', 0, 'Number in the last generated e-mail address'),
('refill', 0, 'Refills that were run'),
('accounts', 0, 'Bot accounts, for max_accounts; counted anew by the event ev_sample'),
('fence', 0, 'Highest fence of a deleted account: new accounts start there, so no fence returns');
