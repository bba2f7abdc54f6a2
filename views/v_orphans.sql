-- Row: rows that belong to an account or character that no longer exists, one line per table, column and missing parent.
-- Costly: reads every host table that hangs on characters or accounts. A human's orphans of earlier days show as well.
-- Columns: schema_name, table_name, column_name, missing_parent, missing_key, row_count.
-- Read by: monitor, admin. Example: SELECT * FROM playerbot.v_orphans
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_orphans AS
SELECT CONVERT(q.schema_name USING utf8mb4) COLLATE utf8mb4_unicode_ci AS schema_name, CONVERT(q.table_name USING utf8mb4) COLLATE utf8mb4_unicode_ci AS table_name, CONVERT(q.column_name USING utf8mb4) COLLATE utf8mb4_unicode_ci AS column_name, CONVERT(q.missing_parent USING utf8mb4) COLLATE utf8mb4_unicode_ci AS missing_parent,
       CONVERT(q.missing_key USING utf8mb4) COLLATE utf8mb4_unicode_ci AS missing_key, q.row_count AS row_count FROM (
SELECT o.schema_name AS schema_name, o.table_name AS table_name, o.column_name AS column_name, o.missing_parent AS missing_parent,
       o.missing_key AS missing_key, o.row_count AS row_count FROM playerbot._v_host_orphans o
UNION ALL
SELECT '{playerbot}', 'accounts', 'account_id', 'account.id', CAST(a.account_id AS CHAR(64)) COLLATE utf8mb4_unicode_ci, 1
  FROM playerbot.accounts a LEFT JOIN auth.account h ON h.id = a.account_id WHERE h.id IS NULL
UNION ALL
SELECT '{playerbot}', 'disabled_characters', 'guid', 'characters.guid', CAST(d.guid AS CHAR(64)) COLLATE utf8mb4_unicode_ci, 1
  FROM playerbot.disabled_characters d LEFT JOIN characters.characters c ON c.guid = d.guid WHERE c.guid IS NULL
UNION ALL
SELECT '{playerbot}', 'disabled_characters', 'account_id', 'accounts.account_id', CAST(d.account_id AS CHAR(64)) COLLATE utf8mb4_unicode_ci, COUNT(*)
  FROM playerbot.disabled_characters d LEFT JOIN playerbot.accounts a ON a.account_id = d.account_id WHERE a.account_id IS NULL GROUP BY d.account_id
UNION ALL
SELECT '{characters}', 'characters', 'account', 'account.id', CAST(c.account AS CHAR(64)) COLLATE utf8mb4_unicode_ci, COUNT(*)
  FROM characters.characters c LEFT JOIN auth.account h ON h.id = c.account WHERE c.account > 0 AND h.id IS NULL GROUP BY c.account) q;
GRANT SELECT ON playerbot.v_orphans TO playerbot_monitor, playerbot_admin;
