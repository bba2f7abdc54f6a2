-- Row: one system of one agent. Columns: agent, system, class, state, bots, updates, errors, cpu_us, p50_ns, p99_ns, max_ns, max_age_ms,
-- cut, bytes_per_bot, at, agent_id, is_alive, interval_ms, age_ms (how late the oldest due step was), stated_age_ms (how late one may be), overruns, cache_hits,
-- cache_misses, cache_hit_percent (NULL: it has no cache), shared_bytes, cpu_percent (of all systems of the agent).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_system_metrics ORDER BY cpu_us DESC
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_system_metrics AS
SELECT n.name AS agent, m.system AS system, m.class AS class, m.state AS state, m.bot_count AS bots, m.update_count AS updates, m.error_count AS errors, m.cpu_us AS cpu_us,
       m.p50_ns AS p50_ns, m.p99_ns AS p99_ns, m.max_ns AS max_ns, m.max_age_ms AS max_age_ms, m.cut_count AS cut, m.bot_bytes AS bytes_per_bot, m.at AS at,
       m.agent_id AS agent_id, g.ended_at IS NULL AS is_alive, m.interval_ms AS interval_ms, m.age_ms AS age_ms, m.stated_age_ms AS stated_age_ms, m.overrun_count AS overruns,
       m.cache_hit_count AS cache_hits, m.cache_miss_count AS cache_misses, ROUND(100.0 * m.cache_hit_count / NULLIF(m.cache_hit_count + m.cache_miss_count, 0), 1) AS cache_hit_percent,
       m.shared_bytes AS shared_bytes, ROUND(100.0 * m.cpu_us / NULLIF(SUM(m.cpu_us) OVER (PARTITION BY m.agent_id), 0), 1) AS cpu_percent
  FROM playerbot.system_metrics m JOIN playerbot.agents g ON g.agent_id = m.agent_id JOIN playerbot.agent_names n ON n.agent_name_id = g.agent_name_id;
GRANT SELECT ON playerbot.v_system_metrics TO playerbot_agent, playerbot_monitor, playerbot_admin;
