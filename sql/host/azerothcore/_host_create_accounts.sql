DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_create_accounts()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes the rows of new_accounts into the host database in the form of a core without BattleNet accounts, and
reads their ids back by their unique name: ids need not be a run without gaps.
Parameters: none; the temporary table new_accounts
Returns: nothing; new_accounts with account_id and bnet_account_id (the same)
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_create_accounts()'
BEGIN
  UPDATE playerbot.new_accounts n SET n.username = CONCAT('PBOT', n.n);
  INSERT INTO auth.account (username, salt, verifier, email, reg_mail, joindate)
  SELECT n.username, n.salt, n.verifier, n.email, n.email, CURRENT_TIMESTAMP FROM playerbot.new_accounts n ORDER BY n.n;
  UPDATE playerbot.new_accounts n STRAIGHT_JOIN auth.account a ON a.username = n.username
     SET n.account_id = a.id, n.bnet_account_id = a.id;
  INSERT INTO auth.realmcharacters (realmid, acctid, numchars)
  SELECT r.id, n.account_id, 0 FROM playerbot.new_accounts n JOIN auth.realmlist r WHERE n.account_id IS NOT NULL;
END //
DELIMITER ;
