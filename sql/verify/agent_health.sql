SELECT agent_id, health, reasons, health_since, bot_count, wanted_count, tick_count, over_count, tick_p50_us, tick_p99_us, tick_max_us, cpu_permille, bot_bytes, load_percent,
       cache_hit_count, cache_miss_count, critical_age_ms, high_age_ms, normal_age_ms, low_age_ms, idle_age_ms, at
  FROM playerbot.agent_health WHERE FALSE;
