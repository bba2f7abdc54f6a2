-- Kept by record_trades with each trade that is recorded, so a reader adds up nothing.
CREATE TABLE playerbot.partner_days (
  day          DATE NOT NULL COMMENT 'Day of the trade, UTC',
  guid         BIGINT UNSIGNED NOT NULL COMMENT 'With whom a bot traded',
  trade_count  INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Trades of bots with it',
  given_copper BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'What it got of bots for nothing, at the price of the day',
  changed_at   DATETIME(6) NOT NULL COMMENT 'Changed last, UTC',
  PRIMARY KEY (day, guid),
  KEY ix_partner_day_change (changed_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What bots gave to whom in a day';
