-- Row: one table of this schema, largest first. Columns: table_name, row_count, size, growth_per_day, sampled_at (UTC). Numbers: x$growth.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_growth
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_growth AS
SELECT g.table_name AS table_name, g.row_count AS row_count, CONCAT(ROUND(g.bytes_count / 1048576, 2), ' MiB') COLLATE utf8mb4_unicode_ci AS size,
       COALESCE(CONCAT(ROUND(g.bytes_per_day / 1048576, 2), ' MiB'), 'one sample') COLLATE utf8mb4_unicode_ci AS growth_per_day, g.sampled_at AS sampled_at
  FROM playerbot.x$growth g ORDER BY g.bytes_count DESC;
GRANT SELECT ON playerbot.v_growth TO playerbot_agent, playerbot_monitor, playerbot_admin;
