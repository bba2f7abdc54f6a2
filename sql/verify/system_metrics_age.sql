SELECT age_ms, stated_age_ms, interval_ms, overrun_count, cache_hit_count, cache_miss_count, shared_bytes FROM playerbot.system_metrics WHERE FALSE;
