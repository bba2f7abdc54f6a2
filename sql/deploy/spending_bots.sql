CREATE TABLE playerbot.spending_bots (
  day          DATE NOT NULL COMMENT 'Day, UTC',
  guid         BIGINT UNSIGNED NOT NULL COMMENT 'Bot',
  spent_copper BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Booked by it',
  PRIMARY KEY (day, guid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Spending of a bot by day';
