DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._host_bnet_is_shared(
  in_account_id INT UNSIGNED, in_bnet_account_id INT UNSIGNED)
  RETURNS TINYINT DETERMINISTIC NO SQL SQL SECURITY DEFINER
  COMMENT 'Whether the BattleNet account may not be deleted with this game account.
Parameters: in_account_id, in_bnet_account_id: as in accounts
Returns: 1: this core has no BattleNet accounts
Raises: nothing
Transaction: none
Granted to: nobody
Example: SELECT playerbot._host_bnet_is_shared(7, 7)'
RETURN 1 //
DELIMITER ;
