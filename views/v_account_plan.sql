-- Row: one. Columns: required (accounts that the settings ask for), existing (bot accounts), shortfall, reason.
-- required is the larger of accounts_to_create and max_bots_total / max_characters_per_account rounded up, 0 when
-- max_bots_total is 0, at most max_accounts.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_account_plan
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_account_plan AS
SELECT q.required AS required, q.existing AS existing, GREATEST(q.required - q.existing, 0) AS shortfall,
       CONCAT(CASE WHEN q.bots = 0 THEN 'max_bots_total is 0: no accounts are needed'
                   WHEN q.required < q.wanted THEN CONCAT('max_accounts = ', q.cap, ' is below the ', q.wanted, ' wanted')
                   WHEN q.floor_count > q.for_bots THEN CONCAT('accounts_to_create = ', q.floor_count)
                   ELSE CONCAT('max_bots_total = ', q.bots, ' at ', q.per_account, ' characters each') END,
              IF(q.may_create = 0 AND q.required > q.existing, '; nothing is created: auto_create_accounts is 0', '')) COLLATE utf8mb4_unicode_ci AS reason
  FROM (SELECT w.*, LEAST(w.wanted, w.cap) AS required FROM (
    SELECT p.*, IF(p.bots = 0, 0, GREATEST(p.floor_count, p.for_bots)) AS wanted FROM (
      SELECT s.bots, s.per_account, s.floor_count, s.cap, s.may_create, (s.bots + s.per_account - 1) DIV s.per_account AS for_bots, e.existing
        FROM (SELECT MAX(IF(v.name = 'max_bots_total', CAST(v.value AS SIGNED), NULL)) AS bots,
                     MAX(IF(v.name = 'max_characters_per_account', CAST(v.value AS SIGNED), NULL)) AS per_account,
                     MAX(IF(v.name = 'accounts_to_create', CAST(v.value AS SIGNED), NULL)) AS floor_count,
                     MAX(IF(v.name = 'max_accounts', CAST(v.value AS SIGNED), NULL)) AS cap,
                     MAX(IF(v.name = 'auto_create_accounts', CAST(v.value AS SIGNED), NULL)) AS may_create
                FROM playerbot.settings v
               WHERE v.name IN ('max_bots_total', 'max_characters_per_account', 'accounts_to_create', 'max_accounts', 'auto_create_accounts')) s
        JOIN (SELECT CAST(COUNT(*) AS SIGNED) AS existing FROM playerbot.accounts a WHERE a.is_bot = 1) e) p) w) q;
GRANT SELECT ON playerbot.v_account_plan TO playerbot_agent, playerbot_monitor, playerbot_admin;
