-- Row: one error this schema raises. Columns: code, name, summary, hint, is_retryable.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_errors WHERE code = 45200
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_errors AS
SELECT e.code AS code, e.name AS name, e.summary AS summary, e.hint AS hint, e.is_retryable AS is_retryable FROM playerbot.errors e;
GRANT SELECT ON playerbot.v_errors TO playerbot_agent, playerbot_monitor, playerbot_admin;
