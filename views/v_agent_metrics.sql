-- Row: one figure that an agent wrote of itself. Columns: agent_id, agent (name), is_alive, name, value, unit (ends in now: a level), at (UTC); and of the
-- agent, the same in each of its rows, NULL when it has no world: health (GREEN, YELLOW, RED), reasons, tick_p50_us, tick_p99_us, tick_max_us (since the row
-- before), cpu_percent (of one core), bytes_per_bot, over_budget_ticks, cache_hits, cache_misses, max_age_ms (of the class that was latest). v_fleet has them once.
-- Read by: agent, monitor, admin. Example: SELECT agent, value FROM playerbot.v_agent_metrics WHERE name = 'session_active' AND is_alive
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_agent_metrics AS
SELECT m.agent_id AS agent_id, g.name AS agent, g.ended_at IS NULL AS is_alive, m.name AS name, m.value AS value, m.unit AS unit, m.at AS at,
       h.health AS health, h.reasons AS reasons, h.tick_p50_us AS tick_p50_us, h.tick_p99_us AS tick_p99_us, h.tick_max_us AS tick_max_us, ROUND(h.cpu_permille / 10, 1) AS cpu_percent,
       h.bot_bytes AS bytes_per_bot, h.over_count AS over_budget_ticks, h.cache_hit_count AS cache_hits, h.cache_miss_count AS cache_misses,
       GREATEST(h.critical_age_ms, h.high_age_ms, h.normal_age_ms, h.low_age_ms, h.idle_age_ms) AS max_age_ms
  FROM playerbot.agent_metrics m JOIN playerbot.agents g ON g.agent_id = m.agent_id LEFT JOIN playerbot.agent_health h ON h.agent_id = m.agent_id;
GRANT SELECT ON playerbot.v_agent_metrics TO playerbot_agent, playerbot_monitor, playerbot_admin;
