DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_delete_accounts(OUT out_rows BIGINT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Deletes the game accounts in doomed_accounts.
Parameters: none; the temporary table doomed_accounts
Returns: out_rows: rows deleted
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_delete_accounts(v_rows)'
BEGIN
  DELETE a FROM playerbot.doomed_accounts d STRAIGHT_JOIN auth.account a ON a.id = d.account_id;
  SET out_rows = ROW_COUNT();
END //
DELIMITER ;
