CREATE TABLE playerbot.gold_days (
  day              DATE NOT NULL COMMENT 'Day, UTC',
  cause            VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Why: quest, loot, vendor, repair, deposit, cut, trade, auction, mail ...',
  created_copper   DECIMAL(30) UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Copper that came into being',
  destroyed_copper DECIMAL(30) UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Copper that ceased to be',
  moved_copper     DECIMAL(30) UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Copper that changed hands',
  PRIMARY KEY (day, cause)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Ledger of gold by day and cause, exact to the copper';
