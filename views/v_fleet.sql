-- Row: one agent that is alive, the worst first when ordered by rank. Columns: agent_id, agent (name), host, version, started_at, silence_s (since its last
-- heartbeat), leases, health (GREEN, YELLOW, RED; NULL: it has no world), reasons, health_age_s (for how long), bots, wanted, tick_p50_us, tick_p99_us, tick_max_us,
-- cpu_percent (of one core), bytes_per_bot, load_percent, ticks, over_budget_ticks, cache_hits, cache_misses, cache_hit_percent, critical_age_ms, high_age_ms,
-- normal_age_ms, low_age_ms, idle_age_ms (how late a step of the class came at most), report_age_s (since it wrote this), rank (0: RED, or silent for more than half
-- of lease_ttl_s; 1: YELLOW; 2: GREEN; 3: no world).
-- Read by: agent, monitor, admin. Example: SELECT agent, bots, health, reasons FROM playerbot.v_fleet ORDER BY `rank`, agent
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_fleet AS
SELECT g.agent_id AS agent_id, g.name AS agent, g.host AS host, g.version AS version, g.started_at AS started_at,
       TIMESTAMPDIFF(SECOND, g.heartbeat_at, UTC_TIMESTAMP(6)) AS silence_s,
       (SELECT COUNT(*) FROM playerbot.accounts a WHERE a.agent_id = g.agent_id AND a.state = 'leased') AS leases,
       h.health AS health, h.reasons AS reasons, TIMESTAMPDIFF(SECOND, h.health_since, UTC_TIMESTAMP(6)) AS health_age_s, h.bot_count AS bots, h.wanted_count AS wanted,
       h.tick_p50_us AS tick_p50_us, h.tick_p99_us AS tick_p99_us, h.tick_max_us AS tick_max_us, ROUND(h.cpu_permille / 10, 1) AS cpu_percent, h.bot_bytes AS bytes_per_bot,
       h.load_percent AS load_percent, h.tick_count AS ticks, h.over_count AS over_budget_ticks, h.cache_hit_count AS cache_hits, h.cache_miss_count AS cache_misses,
       ROUND(100.0 * h.cache_hit_count / NULLIF(h.cache_hit_count + h.cache_miss_count, 0), 1) AS cache_hit_percent,
       h.critical_age_ms AS critical_age_ms, h.high_age_ms AS high_age_ms, h.normal_age_ms AS normal_age_ms, h.low_age_ms AS low_age_ms, h.idle_age_ms AS idle_age_ms,
       TIMESTAMPDIFF(SECOND, h.at, UTC_TIMESTAMP(6)) AS report_age_s,
       CASE WHEN h.health = 'RED' OR g.heartbeat_at < UTC_TIMESTAMP(6) - INTERVAL playerbot._setting('lease_ttl_s') / 2 SECOND THEN 0
            WHEN h.health = 'YELLOW' THEN 1 WHEN h.health = 'GREEN' THEN 2 ELSE 3 END AS `rank`
  FROM playerbot.agents g LEFT JOIN playerbot.agent_health h ON h.agent_id = g.agent_id
 WHERE g.ended_at IS NULL;
GRANT SELECT ON playerbot.v_fleet TO playerbot_agent, playerbot_monitor, playerbot_admin;
