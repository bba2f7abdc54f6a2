-- Row: one routine, trigger, view or event that differs from what was deployed. Costly: reads every definition.
-- Columns: schema_name, kind, name, drift (changed, missing, extra).
-- Read by: monitor, admin. Example: SELECT * FROM playerbot.v_code_drift
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_code_drift AS
SELECT CONVERT(d.schema_name USING utf8mb4) COLLATE utf8mb4_unicode_ci AS schema_name, CONVERT(d.kind USING utf8mb4) COLLATE utf8mb4_unicode_ci AS kind, CONVERT(d.name USING utf8mb4) COLLATE utf8mb4_unicode_ci AS name, CONVERT(d.drift USING utf8mb4) COLLATE utf8mb4_unicode_ci AS drift FROM (
SELECT s.schema_name AS schema_name, s.kind AS kind, s.name AS name, IF(s.now_sha IS NULL, 'missing', 'changed') AS drift
  FROM (SELECT o.schema_name AS schema_name, o.kind AS kind, o.name AS name, o.definition_sha AS then_sha,
               playerbot._definition_sha(o.schema_name, o.kind, o.name) AS now_sha FROM playerbot.code_objects o) s
 WHERE s.now_sha IS NULL OR s.now_sha <> s.then_sha
UNION ALL
SELECT f.schema_name, f.kind, f.name, 'extra' FROM playerbot._v_code f
  LEFT JOIN playerbot.code_objects o ON o.schema_name = f.schema_name AND o.kind = f.kind AND o.name = f.name WHERE o.name IS NULL) d;
GRANT SELECT ON playerbot.v_code_drift TO playerbot_monitor, playerbot_admin;
