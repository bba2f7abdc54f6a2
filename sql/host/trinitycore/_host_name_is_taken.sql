DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._host_name_is_taken(in_number BIGINT UNSIGNED)
  RETURNS TINYINT DETERMINISTIC NO SQL SQL SECURITY DEFINER
  COMMENT 'Whether the host has an account with the name that this number would get.
Parameters: in_number: number of the account
Returns: 0: the name is made of the new BattleNet id, which nobody has
Raises: nothing
Transaction: none
Granted to: nobody
Example: SELECT playerbot._host_name_is_taken(1)'
RETURN 0 //
DELIMITER ;
