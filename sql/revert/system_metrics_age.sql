ALTER TABLE playerbot.system_metrics DROP COLUMN IF EXISTS age_ms, DROP COLUMN IF EXISTS stated_age_ms, DROP COLUMN IF EXISTS interval_ms, DROP COLUMN IF EXISTS overrun_count,
  DROP COLUMN IF EXISTS cache_hit_count, DROP COLUMN IF EXISTS cache_miss_count, DROP COLUMN IF EXISTS shared_bytes;
