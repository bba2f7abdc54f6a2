DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._delete_doomed(
  OUT out_characters BIGINT UNSIGNED, OUT out_rows BIGINT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Deletes the accounts in doomed_accounts with their characters, the soft-deleted ones too, and every row that hangs on them.
Parameters: none; doomed_accounts holds bot accounts that the caller has locked
Returns: out_characters: characters deleted; out_rows: all rows deleted in the host databases
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._delete_doomed(v_characters, v_rows)'
BEGIN
  DECLARE v_step_id INT UNSIGNED DEFAULT 0;
  DECLARE v_statement TEXT;
  DECLARE v_accounts BIGINT UNSIGNED;
  DECLARE v_fence BIGINT UNSIGNED;

  -- Only what belongs to a bot account: the join is the guard that no human's character can pass.
  DELETE FROM playerbot.doomed_characters;
  INSERT INTO playerbot.doomed_characters (guid)
  SELECT c.guid FROM playerbot.doomed_accounts d JOIN playerbot.accounts a ON a.account_id = d.account_id AND a.is_bot = 1
    JOIN characters.characters c ON c.account = a.account_id;
  INSERT IGNORE INTO playerbot.doomed_characters (guid)
  SELECT c.guid FROM characters.characters c
    JOIN playerbot.doomed_accounts d ON d.account_id = c.deleteInfos_Account
    JOIN playerbot.accounts a ON a.account_id = d.account_id AND a.is_bot = 1
   WHERE c.account = 0;
  -- A BattleNet account that another game account shares stays.
  UPDATE playerbot.doomed_accounts d SET d.bnet_account_id = NULL WHERE playerbot._host_bnet_is_shared(d.account_id, d.bnet_account_id);

  CALL playerbot._host_hand_over();
  SET out_rows = 0;
  steps: LOOP
    SET v_statement = NULL;
    SELECT s.step_id, s.statement INTO v_step_id, v_statement FROM playerbot.deletion_steps s
     WHERE s.step_id > v_step_id ORDER BY s.step_id LIMIT 1;
    IF v_statement IS NULL THEN
      LEAVE steps;
    END IF;
    EXECUTE IMMEDIATE v_statement;
    SET out_rows = out_rows + ROW_COUNT();
  END LOOP;
  DELETE c FROM playerbot.doomed_characters d STRAIGHT_JOIN characters.characters c ON c.guid = d.guid;
  SET out_characters = ROW_COUNT();
  CALL playerbot._host_delete_accounts(v_accounts);
  SET out_rows = out_rows + out_characters + v_accounts;

  DELETE x FROM playerbot.disabled_characters x JOIN playerbot.doomed_accounts d ON d.account_id = x.account_id;
  -- A fence never returns: an id that the host gives out again starts above every fence it had.
  SELECT MAX(d.fence) INTO v_fence FROM playerbot.doomed_accounts d;
  UPDATE playerbot.latches SET number = GREATEST(number, v_fence) WHERE name = 'fence' AND number < v_fence;
  DELETE a FROM playerbot.doomed_accounts d STRAIGHT_JOIN playerbot.accounts a ON a.account_id = d.account_id;
  SET v_accounts = ROW_COUNT();
  UPDATE playerbot.latches SET number = IF(number > v_accounts, number - v_accounts, 0) WHERE name = 'accounts';
END //
DELIMITER ;
