CREATE TABLE playerbot.trade_sides (
  trade_id    BIGINT UNSIGNED NOT NULL COMMENT 'Trade',
  side        TINYINT UNSIGNED NOT NULL COMMENT '0: the lower guid, 1: the higher',
  guid        BIGINT UNSIGNED NOT NULL COMMENT 'Character',
  is_bot      TINYINT UNSIGNED NOT NULL COMMENT '1: a bot',
  gave_copper BIGINT UNSIGNED NOT NULL COMMENT 'Money that it gave',
  gave_items  LONGTEXT NOT NULL COMMENT 'Things that it gave: JSON array of [item, pieces]',
  PRIMARY KEY (trade_id, side),
  KEY ix_trade_side_guid (guid, trade_id),
  CONSTRAINT fk_trade_side FOREIGN KEY (trade_id) REFERENCES playerbot.trades (trade_id) ON DELETE CASCADE,
  CONSTRAINT chk_trade_side CHECK (side <= 1),
  CONSTRAINT chk_trade_items CHECK (JSON_VALID(gave_items))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What each side of a trade gave';
