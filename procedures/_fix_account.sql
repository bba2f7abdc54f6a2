DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._fix_account(
  in_account_id INT UNSIGNED, in_may_disable TINYINT, OUT out_disabled INT UNSIGNED, OUT out_corrected TINYINT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Brings one account back to its limit and its count to the truth. Surplus characters go the host''s own way of
soft delete, lowest level first, newest first among equals; restore_character() brings one back.
Parameters: in_account_id: a bot account; in_may_disable: 0 corrects the count only
Returns: out_disabled: characters disabled; out_corrected: 1 when the recorded count was wrong
Raises: nothing of its own
Transaction: the caller''s; the account is locked until its end
Granted to: nobody
Example: CALL playerbot._fix_account(1001, 1, v_disabled, v_corrected)'
BEGIN
  DECLARE v_recorded, v_real, v_allowed, v_surplus, v_limit INT DEFAULT 0;

  SET out_disabled = 0, out_corrected = 0;
  SELECT a.character_count, GREATEST(LEAST(a.max_characters, 10), a.kept_count), LEAST(a.max_characters, 10)
    INTO v_recorded, v_allowed, v_limit
    FROM playerbot.accounts a WHERE a.account_id = in_account_id AND a.is_bot = 1 FOR UPDATE;
  -- A locking read waits for characters that another session is inserting or deleting.
  SELECT COUNT(*) INTO v_real FROM characters.characters c WHERE c.account = in_account_id LOCK IN SHARE MODE;
  SET v_surplus = GREATEST(v_real - v_allowed, 0);
  SET out_corrected = v_real <> v_recorded;

  IF v_surplus > 0 AND in_may_disable THEN
    CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.doomed_characters (guid BIGINT UNSIGNED NOT NULL PRIMARY KEY) ENGINE=InnoDB;
    DELETE FROM playerbot.doomed_characters;
    INSERT INTO playerbot.doomed_characters (guid)
    SELECT c.guid FROM characters.characters c WHERE c.account = in_account_id ORDER BY c.level, c.guid DESC LIMIT v_surplus;
    INSERT INTO playerbot.disabled_characters (guid, account_id, name, level, reason, disabled_at)
    SELECT c.guid, in_account_id, COALESCE(c.name, ''), c.level,
           CONCAT('account had ', v_real, ' characters, ', v_allowed, ' are allowed'), UTC_TIMESTAMP(6)
      FROM playerbot.doomed_characters d JOIN characters.characters c ON c.guid = d.guid
    ON DUPLICATE KEY UPDATE account_id = VALUES(account_id), name = VALUES(name), level = VALUES(level),
                            reason = VALUES(reason), disabled_at = VALUES(disabled_at);
    CALL playerbot._host_disable_characters();
    SET out_disabled = v_surplus, v_real = v_real - v_surplus;
  END IF;
  UPDATE playerbot.accounts
     SET character_count = v_real, excess_count = GREATEST(v_real - v_limit, 0)
   WHERE account_id = in_account_id;
  IF out_disabled > 0 OR out_corrected THEN
    CALL playerbot._audit('fix_character_limits', NULL, in_account_id,
      JSON_OBJECT('recorded', v_recorded + 0, 'real', v_real + out_disabled, 'allowed', v_allowed + 0, 'disabled', out_disabled));
  END IF;
END //
DELIMITER ;
