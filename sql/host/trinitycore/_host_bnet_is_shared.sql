DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._host_bnet_is_shared(
  in_account_id INT UNSIGNED, in_bnet_account_id INT UNSIGNED)
  RETURNS TINYINT READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'Whether the BattleNet account may not be deleted with this game account: another game account has it, or
this one has none.
Parameters: in_account_id, in_bnet_account_id: as in accounts
Returns: 1 or 0
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: SELECT playerbot._host_bnet_is_shared(7, 5)'
RETURN EXISTS (SELECT 1 FROM auth.account a WHERE a.battlenet_account = in_bnet_account_id AND a.id <> in_account_id)
    OR NOT EXISTS (SELECT 1 FROM auth.account a WHERE a.id = in_account_id AND a.battlenet_account = in_bnet_account_id) //
DELIMITER ;
