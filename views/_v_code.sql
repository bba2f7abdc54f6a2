-- Row: one code object of ours that is there now. Columns: schema_name, kind, name.
-- Read by: v_code_drift, _finish_deploy. Example: SELECT * FROM playerbot._v_code
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot._v_code AS
SELECT r.ROUTINE_SCHEMA AS schema_name, LOWER(r.ROUTINE_TYPE) AS kind, r.ROUTINE_NAME AS name FROM information_schema.ROUTINES r WHERE r.ROUTINE_SCHEMA = '{playerbot}'
UNION ALL SELECT v.TABLE_SCHEMA, 'view', v.TABLE_NAME FROM information_schema.TABLES v
 WHERE v.TABLE_SCHEMA = '{playerbot}' AND v.TABLE_TYPE = 'VIEW' AND v.TABLE_NAME <> '_v_host_orphans'
UNION ALL SELECT e.EVENT_SCHEMA, 'event', e.EVENT_NAME FROM information_schema.EVENTS e WHERE e.EVENT_SCHEMA = '{playerbot}'
UNION ALL SELECT t.TRIGGER_SCHEMA, 'trigger', t.TRIGGER_NAME FROM information_schema.TRIGGERS t
 WHERE t.TRIGGER_SCHEMA = '{characters}' AND t.TRIGGER_NAME IN ('trg_bot_character_insert', 'trg_bot_character_delete', 'trg_bot_character_update')
UNION ALL SELECT t.TRIGGER_SCHEMA, 'trigger', t.TRIGGER_NAME FROM information_schema.TRIGGERS t WHERE t.TRIGGER_SCHEMA = '{playerbot}';
