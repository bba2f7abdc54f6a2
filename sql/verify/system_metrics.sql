SELECT agent_id, system, class, update_count, error_count, cpu_us, p50_ns, p99_ns, max_ns, max_age_ms, cut_count, bot_count, bot_bytes, state, at
  FROM playerbot.system_metrics WHERE FALSE;
