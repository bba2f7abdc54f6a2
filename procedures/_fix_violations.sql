DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._fix_violations(in_may_disable TINYINT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Fixes every account in the temporary table violations; what was done stands in the temporary table fixes.
Parameters: in_may_disable: 0 corrects counts only
Returns: nothing
Raises: nothing of its own
Transaction: one per account, READ COMMITTED
Granted to: nobody
Example: CALL playerbot._fix_violations(1)'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT NULL;
  DECLARE v_disabled INT UNSIGNED;
  DECLARE v_corrected TINYINT;

  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.fixes (
    account_id INT UNSIGNED NOT NULL PRIMARY KEY,
    characters_disabled INT UNSIGNED NOT NULL,
    count_corrected TINYINT UNSIGNED NOT NULL
  ) ENGINE=InnoDB;
  DELETE FROM playerbot.fixes;
  COMMIT;
  accounts: LOOP
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SET v_account_id = NULL;
    SELECT v.account_id INTO v_account_id FROM playerbot.violations v ORDER BY v.account_id LIMIT 1;
    IF v_account_id IS NULL THEN
      COMMIT;
      LEAVE accounts;
    END IF;
    CALL playerbot._fix_account(v_account_id, in_may_disable, v_disabled, v_corrected);
    IF v_disabled > 0 OR v_corrected THEN
      INSERT INTO playerbot.fixes VALUES (v_account_id, v_disabled, v_corrected);
    END IF;
    DELETE FROM playerbot.violations WHERE account_id = v_account_id;
    COMMIT;
  END LOOP;
END //
DELIMITER ;
