-- How often somebody undersold a whole market: scans in which six auctions or more stood a quarter or more below the trusted price.
ALTER TABLE playerbot.item_days
  ADD COLUMN cheap_scan_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Scans with six auctions or more at three quarters of the trusted price or less' AFTER scan_count;
