DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._host_name_is_taken(in_number BIGINT UNSIGNED)
  RETURNS TINYINT READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'Whether the host has an account with the name that this number would get; a human may have chosen it.
Parameters: in_number: number of the account
Returns: 1 or 0
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: SELECT playerbot._host_name_is_taken(1)'
RETURN EXISTS (SELECT 1 FROM auth.account a WHERE a.username = CONCAT('PBOT', in_number)) //
DELIMITER ;
