DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.adopt_account(in_account_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Makes a game account that exists a bot account. Any number of characters is adopted; what is above the limit
shows as excess_count and in v_limit_violations. Adopting a bot account again changes nothing.
Parameters: in_account_id: a game account
Returns: the account''s row
Raises: 45104 unknown_account; 45106 account_leased; 45109 host_refused (its BattleNet account has a bot account already); 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_admin
Example: CALL playerbot.adopt_account(42)'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);
  DECLARE v_bnet_account_id, v_twin_id INT UNSIGNED DEFAULT NULL;
  DECLARE v_email VARCHAR(255);
  DECLARE v_state VARCHAR(8) DEFAULT NULL;
  DECLARE v_is_bot TINYINT DEFAULT NULL;
  DECLARE v_count, v_max INT DEFAULT 0;
  DECLARE v_room BIGINT;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'adopt_account', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    CALL playerbot._lock_creation(v_room);
    CALL playerbot._host_find_account(v_account_id, v_bnet_account_id, v_email);
    IF v_bnet_account_id IS NULL THEN
      CALL playerbot._raise('unknown_account', 'adopt_account', CONCAT('the host has no account ', COALESCE(in_account_id, 'NULL')));
    END IF;
    SELECT a.state, a.is_bot, a.max_characters INTO v_state, v_is_bot, v_max
      FROM playerbot.accounts a WHERE a.account_id = v_account_id FOR UPDATE;
    IF v_state = 'leased' THEN
      CALL playerbot._raise('account_leased', 'adopt_account', CONCAT('account ', v_account_id, ' is a bot account and leased'));
    END IF;
    IF v_is_bot IS NULL THEN
      SELECT a.account_id INTO v_twin_id FROM playerbot.accounts a WHERE a.bnet_account_id = v_bnet_account_id;
      IF v_twin_id IS NOT NULL THEN
        CALL playerbot._raise('host_refused', 'adopt_account', CONCAT('BattleNet account ', v_bnet_account_id, ' belongs to account ',
          v_twin_id, ' here already; only one of its game accounts can be a bot'));
      END IF;
      -- The host lets addresses be empty or shared; here each is unique.
      IF v_email = '' OR EXISTS (SELECT 1 FROM playerbot.accounts a WHERE a.email = v_email) THEN
        SET v_email = CONCAT('account', v_account_id, '@adopted.invalid');
      END IF;
      SET v_max = playerbot._setting('max_characters_per_account');
      INSERT INTO playerbot.accounts (account_id, bnet_account_id, email, max_characters, created_at, fence)
      SELECT v_account_id, v_bnet_account_id, v_email, v_max, UTC_TIMESTAMP(6), l.number FROM playerbot.latches l WHERE l.name = 'fence';
      UPDATE playerbot.pool_state
         SET low_account_id = IF(low_account_id = 0, v_account_id, LEAST(low_account_id, v_account_id)),
             high_account_id = GREATEST(high_account_id, v_account_id) WHERE pool_state_id = 1;
    END IF;
    IF COALESCE(v_is_bot, 0) = 0 THEN
      -- From here on the triggers see the account and wait for its row; what was inserted before is counted now.
      UPDATE playerbot.accounts SET is_bot = 1, state = 'idle' WHERE account_id = v_account_id;
      SELECT COUNT(*) INTO v_count FROM characters.characters c WHERE c.account = v_account_id LOCK IN SHARE MODE;
      UPDATE playerbot.accounts SET character_count = v_count, excess_count = GREATEST(v_count - v_max, 0), kept_count = 0
       WHERE account_id = v_account_id;
      UPDATE playerbot.latches SET number = number + 1 WHERE name = 'accounts';
      CALL playerbot._audit('adopt_account', NULL, v_account_id, JSON_OBJECT('character_count', v_count + 0));
    END IF;
    COMMIT;
    CALL playerbot._show_account(v_account_id);
    COMMIT;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.adopt_account TO playerbot_admin;
