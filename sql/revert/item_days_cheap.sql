ALTER TABLE playerbot.item_days DROP COLUMN IF EXISTS cheap_scan_count;
