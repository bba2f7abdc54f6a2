-- Staleness, caches and shared memory of the systems. Agents of before do not say them: 0.
ALTER TABLE playerbot.system_metrics
  ADD COLUMN age_ms           BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'How late the oldest due step was when it was written, ms',
  ADD COLUMN stated_age_ms    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'How late a step may come at most, ms',
  ADD COLUMN interval_ms      BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Between two steps of a bot, with the stretch of load control, ms',
  ADD COLUMN overrun_count    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Steps that took far too long',
  ADD COLUMN cache_hit_count  BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Look-ups of its caches that were known',
  ADD COLUMN cache_miss_count BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Look-ups of its caches that were not',
  ADD COLUMN shared_bytes     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Memory that all bots share, bytes';
