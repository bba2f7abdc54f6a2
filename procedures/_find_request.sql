DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._find_request(
  in_scope BIGINT UNSIGNED, in_routine VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, in_request_id DECIMAL(65), in_arguments VARCHAR(512),
  OUT out_operation_id BIGINT UNSIGNED, OUT out_result LONGTEXT)
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Looks up what was answered to a request before.
Parameters: in_scope, in_routine, in_request_id: key; in_arguments: arguments of this call
Returns: out_result: the stored answer, NULL when the request is new; out_operation_id: its operation
Raises: 45001 request_conflict; 45002 bad_request_id
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._find_request(7, ''acquire_accounts'', 99, ''10'', v_operation_id, v_result)'
BEGIN
  -- in_routine has the collation of the column: any other would read every request of the scope.
  DECLARE v_arguments VARCHAR(512) DEFAULT NULL;

  SET out_result = NULL, out_operation_id = 0;
  IF in_request_id IS NOT NULL THEN
    IF in_request_id NOT BETWEEN 0 AND 18446744073709551615 THEN
      CALL playerbot._raise('bad_request_id', in_routine,
        CONCAT('request_id is ', in_request_id, ', wanted 0 to 18446744073709551615 or NULL'));
    END IF;
    SELECT q.arguments, q.result, q.operation_id INTO v_arguments, out_result, out_operation_id
      FROM playerbot.requests q
     WHERE q.scope = in_scope AND q.routine = in_routine AND q.request_id = in_request_id;
    IF v_arguments <> in_arguments THEN
      CALL playerbot._raise('request_conflict', in_routine,
        CONCAT('request ', in_request_id, ' was ', in_routine, '(', LEFT(v_arguments, 24), '), now (', LEFT(in_arguments, 24), ')'));
    END IF;
  END IF;
END //
DELIMITER ;
