-- Its row is the lock that makes the limit of the fleet one decision after the other.
CREATE TABLE playerbot.spending_days (
  day                 DATE NOT NULL COMMENT 'Day, UTC',
  spent_copper        BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Booked by all bots',
  booking_count       BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Bookings',
  bot_refused_count   BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Bookings refused by the limit of a bot',
  fleet_refused_count BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Bookings refused by the limit of the fleet',
  PRIMARY KEY (day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Spending of all bots by day';
