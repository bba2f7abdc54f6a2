-- Row: one stored session. Columns: account_id, fence and sequence (of its last write), format_version, state, active_at, is_hibernated,
-- saved_at (UTC), current_fence (of the account), agent_id (present holder).
-- Read by: agent, admin. Example: SELECT state FROM playerbot.x$sessions WHERE account_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$sessions AS
SELECT s.account_id AS account_id, s.fence AS fence, s.sequence AS sequence, s.format_version AS format_version, s.state AS state,
       s.active_at AS active_at, s.is_hibernated AS is_hibernated, s.saved_at AS saved_at, a.fence AS current_fence, a.agent_id AS agent_id
  FROM playerbot.sessions s JOIN playerbot.accounts a ON a.account_id = s.account_id;
GRANT SELECT ON playerbot.x$sessions TO playerbot_agent, playerbot_admin;
