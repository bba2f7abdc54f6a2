SELECT name, interval_s, last_started_at, last_ended_at, duration_ms, run_count, error_count, last_error FROM playerbot.event_runs WHERE FALSE;
