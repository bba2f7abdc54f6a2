DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_find_login(in_account_id INT UNSIGNED)
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Answers with the names under which an account logs in.
Parameters: in_account_id: a game account
Returns: account_id, username, bnet_account_id, bnet_email, has_bnet
Raises: nothing
Transaction: none; reads only
Granted to: nobody
Example: CALL playerbot._host_find_login(1001)'
SELECT a.id AS account_id, a.username AS username, a.id AS bnet_account_id, NULL AS bnet_email, 0 AS has_bnet
  FROM auth.account a WHERE a.id = in_account_id //
DELIMITER ;
