DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_find_account(
  in_account_id INT UNSIGNED, OUT out_bnet_account_id INT UNSIGNED, OUT out_email VARCHAR(255))
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Looks up a game account of the host.
Parameters: in_account_id
Returns: out_bnet_account_id (the game account id), NULL when there is no such account; out_email
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_find_account(7, v_bnet, v_email)'
BEGIN
  SET out_bnet_account_id = NULL, out_email = '';
  SELECT a.id, LOWER(a.email) INTO out_bnet_account_id, out_email FROM auth.account a WHERE a.id = in_account_id;
END //
DELIMITER ;
