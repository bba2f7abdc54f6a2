DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._open_operation(
  in_kind VARCHAR(40), in_total BIGINT UNSIGNED, OUT out_operation_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Enters a long operation, so that v_operations shows it.
Parameters: in_kind: routine; in_total: things to do
Returns: out_operation_id
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._open_operation(''create_accounts'', 5000, v_operation_id)'
BEGIN
  INSERT INTO playerbot.operations (kind, actor, connection_id, total_count, started_at, updated_at)
  VALUES (in_kind, SESSION_USER(), CONNECTION_ID(), in_total, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));
  SET out_operation_id = LAST_INSERT_ID();
END //
DELIMITER ;
