-- Both partners of a trade may report it; its number is the same on both sides, so it stands here once.
CREATE TABLE playerbot.trades (
  trade_id    BIGINT UNSIGNED NOT NULL COMMENT 'Number of the trade, the same from both sides',
  kind        ENUM('trade','auction','mail') NOT NULL COMMENT 'How it was done',
  at          DATETIME(3) NOT NULL COMMENT 'When it was completed, UTC',
  content_md5 BINARY(16) NOT NULL COMMENT 'Who gave what, to tell a repetition from a contradiction',
  agent_id    BIGINT UNSIGNED NOT NULL COMMENT 'Agent that reported it first',
  recorded_at DATETIME(6) NOT NULL COMMENT 'When it was recorded, UTC',
  PRIMARY KEY (trade_id),
  KEY ix_trade_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Completed trades, each once';
