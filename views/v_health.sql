-- Row: one check. Columns: item, status (GREEN, YELLOW, RED), value, threshold, hint (what to do).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_health WHERE status <> 'GREEN'
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_health AS
SELECT CONVERT(h.item USING utf8mb4) COLLATE utf8mb4_unicode_ci AS item, CONVERT(h.status USING utf8mb4) COLLATE utf8mb4_unicode_ci AS status, CONVERT(h.value USING utf8mb4) COLLATE utf8mb4_unicode_ci AS value, CONVERT(h.threshold USING utf8mb4) COLLATE utf8mb4_unicode_ci AS threshold, CONVERT(h.hint USING utf8mb4) COLLATE utf8mb4_unicode_ci AS hint FROM (
SELECT 'event_scheduler' AS item, IF(g.VARIABLE_VALUE = 'ON', 'GREEN', 'RED') AS status, g.VARIABLE_VALUE AS value, 'ON' AS threshold,
       IF(g.VARIABLE_VALUE = 'ON', '', 'SET GLOBAL event_scheduler = ON, and event_scheduler=ON in my.cnf: without it no lease is reclaimed and no pool refilled') AS hint
  FROM information_schema.GLOBAL_VARIABLES g WHERE g.VARIABLE_NAME = 'EVENT_SCHEDULER'
UNION ALL
SELECT CONCAT('event_', e.name),
       CASE WHEN e.last_error IS NOT NULL THEN 'RED'
            WHEN e.last_ended_at IS NULL AND d.deployed_at > UTC_TIMESTAMP(6) - INTERVAL 3 * e.interval_s SECOND THEN 'GREEN'
            WHEN e.last_ended_at IS NULL OR e.last_ended_at < UTC_TIMESTAMP(6) - INTERVAL 3 * e.interval_s + 30 SECOND THEN 'RED'
            ELSE 'GREEN' END,
       COALESCE(CONCAT(e.last_error, ' (at ', e.last_started_at, ')'),
                CONCAT('last run ', e.last_ended_at, ', ', e.duration_ms, ' ms, ', e.run_count, ' runs, ', e.error_count, ' errors'), 'has not run yet'),
       CONCAT('every ', e.interval_s, ' s, no error'),
       IF(e.last_error IS NOT NULL, 'read the error; the next run may mend it', 'when overdue: event_scheduler, SHOW EVENTS, and on a cluster the node that runs them')
  FROM playerbot.event_runs e
  LEFT JOIN (SELECT MAX(p.deployed_at) AS deployed_at FROM playerbot.deployments p) d ON TRUE
UNION ALL
SELECT 'host_triggers', IF(COUNT(*) = 3, 'GREEN', 'RED'), CONCAT(COUNT(*), ' of 3'), '3 of 3',
       IF(COUNT(*) = 3, '', 'make deploy: without the triggers the character limit is not enforced; then CALL validate_startup()')
  FROM playerbot.code_objects o WHERE o.kind = 'trigger' AND playerbot._definition_sha(o.schema_name, 'trigger', o.name) IS NOT NULL
UNION ALL
SELECT 'pool', CASE WHEN p.accounts = 0 AND p.target > 0 THEN 'RED' WHEN p.accounts < p.low_water THEN 'YELLOW' ELSE 'GREEN' END,
       CONCAT(p.accounts, ' pooled'), CONCAT(p.low_water, ' to ', p.high_water),
       IF(p.accounts < p.low_water, 'CALL refill_pool(NULL); see max_accounts and auto_create_accounts', '')
  FROM playerbot.v_pool p WHERE p.state = 'pooled'
UNION ALL
SELECT 'account_cap', CASE WHEN l.number >= s.value THEN 'YELLOW' WHEN l.number >= 0.9 * s.value THEN 'YELLOW' ELSE 'GREEN' END,
       CONCAT(l.number, ' accounts'), CONCAT('below 90 % of max_accounts = ', s.value), IF(l.number >= 0.9 * s.value, 'raise max_accounts, or delete accounts', '')
  FROM playerbot.latches l JOIN playerbot.settings s ON s.name = 'max_accounts' WHERE l.name = 'accounts'
UNION ALL
SELECT 'agents', IF(COALESCE(SUM(g.heartbeat_at < UTC_TIMESTAMP(6) - INTERVAL t.value SECOND), 0) > 0, 'RED', 'GREEN'),
       CONCAT(COUNT(g.agent_id), ' alive, ', COALESCE(SUM(g.heartbeat_at < UTC_TIMESTAMP(6) - INTERVAL t.value SECOND), 0), ' silent'), CONCAT('silent for less than ', t.value, ' s'),
       IF(COALESCE(SUM(g.heartbeat_at < UTC_TIMESTAMP(6) - INTERVAL t.value SECOND), 0) > 0, 'see v_agents; its leases return by themselves soon', '')
  FROM (SELECT CAST(s.value AS SIGNED) AS value FROM playerbot.settings s WHERE s.name = 'lease_ttl_s') t LEFT JOIN playerbot.agents g ON g.ended_at IS NULL
 GROUP BY t.value
UNION ALL
SELECT 'bots', CASE WHEN COALESCE(SUM(h.health = 'RED'), 0) > 0 THEN 'RED' WHEN COALESCE(SUM(h.health = 'YELLOW'), 0) > 0 THEN 'YELLOW' ELSE 'GREEN' END,
       CONCAT(COALESCE(SUM(h.bot_count), 0), ' bots; agents: ', COALESCE(SUM(h.health = 'RED'), 0), ' RED, ', COALESCE(SUM(h.health = 'YELLOW'), 0), ' YELLOW'), 'every agent GREEN',
       IF(COALESCE(SUM(h.health <> 'GREEN'), 0) > 0, 'SELECT agent, health, reasons FROM v_fleet', '')
  FROM playerbot.agent_health h JOIN playerbot.agents g ON g.agent_id = h.agent_id AND g.ended_at IS NULL
UNION ALL
SELECT 'accounts_with_excess', IF(COUNT(*) > 0, 'YELLOW', 'GREEN'), CONCAT(COUNT(*), ' accounts'), '0 accounts',
       IF(COUNT(*) > 0, 'see v_limit_violations; CALL fix_character_limits() disables the surplus reversibly', '')
  FROM playerbot.accounts a WHERE a.excess_count > 0
UNION ALL
SELECT 'operations', IF(COALESCE(SUM(o.is_interrupted), 0) > 0, 'YELLOW', 'GREEN'), CONCAT(COUNT(*), ' open, ', COALESCE(SUM(o.is_interrupted), 0), ' interrupted'), '0 interrupted',
       IF(COALESCE(SUM(o.is_interrupted), 0) > 0, 'see v_operations; the same call with the same request_id goes on', '')
  FROM playerbot.x$operations o
UNION ALL
SELECT 'check_constraints', IF(g.VARIABLE_VALUE = 'ON', 'GREEN', 'YELLOW'), g.VARIABLE_VALUE, 'ON', IF(g.VARIABLE_VALUE = 'ON', '', 'SET GLOBAL check_constraint_checks = ON')
  FROM information_schema.GLOBAL_VARIABLES g WHERE g.VARIABLE_NAME = 'CHECK_CONSTRAINT_CHECKS') h;
GRANT SELECT ON playerbot.v_health TO playerbot_agent, playerbot_monitor, playerbot_admin;
