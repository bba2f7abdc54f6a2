DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._apply_limit()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Brings max_characters_per_account to every account that has no limit of its own. Running it again does no
harm: ev_sample does, in case it was interrupted.
Parameters: none
Returns: nothing
Raises: nothing of its own
Transaction: one per 5000 account ids, READ COMMITTED
Granted to: nobody
Example: CALL playerbot._apply_limit()'
BEGIN
  DECLARE v_id, v_high_id BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_limit TINYINT UNSIGNED;

  SELECT s.low_account_id, s.high_account_id INTO v_id, v_high_id FROM playerbot.pool_state s WHERE s.pool_state_id = 1;
  COMMIT;
  WHILE v_id <= v_high_id DO
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SET v_limit = playerbot._setting('max_characters_per_account');
    -- kept_count comes first: it reads the count against the new limit and keeps at most the hard ten.
    UPDATE playerbot.accounts
       SET kept_count = IF(character_count > v_limit, GREATEST(kept_count, LEAST(character_count, GREATEST(max_characters, v_limit), 10)), 0),
           max_characters = v_limit,
           excess_count = IF(character_count > v_limit, character_count - v_limit, 0)
     WHERE account_id BETWEEN v_id AND v_id + 4999 AND is_bot = 1 AND is_own_limit = 0 AND max_characters <> v_limit;
    COMMIT;
    SET v_id = v_id + 5000;
  END WHILE;
END //
DELIMITER ;
