DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._definition_sha(
  in_schema VARCHAR(64), in_kind VARCHAR(16), in_name VARCHAR(64))
  RETURNS CHAR(64) CHARSET ascii READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'SHA-256 of a code object as the server keeps it: text, parameters, security, sql_mode, definer.
Parameters: in_schema, in_kind (function, procedure, trigger, view, event), in_name
Returns: 64 hex digits, NULL when there is no such object
Raises: nothing
Transaction: none
Granted to: nobody
Example: SELECT playerbot._definition_sha(''playerbot'', ''view'', ''v_pool'')'
RETURN CASE in_kind
  WHEN 'trigger' THEN (SELECT SHA2(CONCAT_WS('|', t.EVENT_MANIPULATION, t.EVENT_OBJECT_TABLE, t.ACTION_TIMING, t.ACTION_STATEMENT, t.SQL_MODE, t.DEFINER), 256)
    FROM information_schema.TRIGGERS t WHERE t.TRIGGER_SCHEMA = in_schema AND t.TRIGGER_NAME = in_name)
  WHEN 'view' THEN (SELECT SHA2(CONCAT_WS('|', v.VIEW_DEFINITION, v.SECURITY_TYPE, v.DEFINER), 256)
    FROM information_schema.VIEWS v WHERE v.TABLE_SCHEMA = in_schema AND v.TABLE_NAME = in_name)
  WHEN 'event' THEN (SELECT SHA2(CONCAT_WS('|', e.EVENT_DEFINITION, e.STATUS = 'DISABLED', e.INTERVAL_VALUE, e.INTERVAL_FIELD, e.DEFINER), 256)
    FROM information_schema.EVENTS e WHERE e.EVENT_SCHEMA = in_schema AND e.EVENT_NAME = in_name)
  ELSE (SELECT SHA2(CONCAT_WS('|', r.ROUTINE_TYPE, r.DTD_IDENTIFIER, r.ROUTINE_DEFINITION, r.SECURITY_TYPE, r.SQL_MODE, r.ROUTINE_COMMENT, r.DEFINER,
      (SELECT GROUP_CONCAT(p.PARAMETER_MODE, ' ', p.PARAMETER_NAME, ' ', p.DTD_IDENTIFIER ORDER BY p.ORDINAL_POSITION) FROM information_schema.PARAMETERS p
        WHERE p.SPECIFIC_SCHEMA = in_schema AND p.SPECIFIC_NAME = in_name AND p.ROUTINE_TYPE = UPPER(in_kind))), 256)
    FROM information_schema.ROUTINES r WHERE r.ROUTINE_SCHEMA = in_schema AND r.ROUTINE_NAME = in_name AND r.ROUTINE_TYPE = UPPER(in_kind))
  END //
DELIMITER ;
