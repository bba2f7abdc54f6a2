DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_create_accounts()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes the rows of new_accounts into the host database in the form of TrinityCore with BattleNet accounts, and
reads their ids back by address and salt: the address alone is not unique there, and ids need not be a run without gaps.
Parameters: none; the temporary table new_accounts
Returns: nothing; new_accounts with account_id and bnet_account_id
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_create_accounts()'
BEGIN
  DECLARE v_floor INT UNSIGNED DEFAULT 0;

  -- battlenet_accounts has no index on email: whatever we insert lies above the highest id of before.
  SELECT COALESCE(MAX(b.id), 0) INTO v_floor FROM auth.battlenet_accounts b;
  -- srp_version 2 has a verifier of 256 bytes; TrinityCore keeps addresses in capitals.
  INSERT INTO auth.battlenet_accounts (email, srp_version, salt, verifier, joindate)
  SELECT UPPER(n.email), 2, n.bnet_salt, n.bnet_verifier, CURRENT_TIMESTAMP FROM playerbot.new_accounts n ORDER BY n.n;
  UPDATE auth.battlenet_accounts b STRAIGHT_JOIN playerbot.new_accounts n ON n.email = b.email AND n.bnet_salt = b.salt
     SET n.bnet_account_id = b.id
   WHERE b.id > v_floor;

  INSERT INTO auth.account (username, salt, verifier, email, reg_mail, joindate, battlenet_account, battlenet_index)
  SELECT CONCAT(n.bnet_account_id, '#1'), n.salt, n.verifier, UPPER(n.email), UPPER(n.email), CURRENT_TIMESTAMP, n.bnet_account_id, 1
    FROM playerbot.new_accounts n WHERE n.bnet_account_id IS NOT NULL ORDER BY n.n;
  UPDATE playerbot.new_accounts n STRAIGHT_JOIN auth.account a ON a.battlenet_account = n.bnet_account_id AND a.battlenet_index = 1
     SET n.account_id = a.id;

  INSERT INTO auth.realmcharacters (realmid, acctid, numchars)
  SELECT r.id, n.account_id, 0 FROM playerbot.new_accounts n JOIN auth.realmlist r WHERE n.account_id IS NOT NULL;
END //
DELIMITER ;
