DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.validate_startup()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Compares every bot account with the truth in the host table and acts by character_limit_policy.
abort: any account over its limit gives the verdict abort and nothing is changed. fix: surplus characters are
disabled. report: nothing is changed. Counts that are merely wrong are corrected under abort and fix.
Parameters: none
Returns: verdict (ok, fixed, reported, abort), violations (accounts over limit or miscounted), disabled (characters), corrected (counts)
Raises: 45000 in_transaction
Transaction: one per account that is fixed, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.validate_startup()'
BEGIN
  DECLARE v_policy VARCHAR(8);
  DECLARE v_verdict VARCHAR(8) DEFAULT 'ok';
  DECLARE v_violations, v_over, v_disabled, v_corrected INT UNSIGNED DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'validate_startup', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SET v_policy = playerbot._setting('character_limit_policy');
    CALL playerbot._find_violations();
    SELECT COUNT(*), COALESCE(SUM(v.surplus_count > 0), 0) INTO v_violations, v_over FROM playerbot.violations v;
    COMMIT;
    IF v_policy = 'abort' AND v_over > 0 THEN
      SET v_verdict = 'abort';
    ELSEIF v_policy = 'report' AND v_violations > 0 THEN
      SET v_verdict = 'reported';
    ELSEIF v_violations > 0 THEN
      CALL playerbot._fix_violations(v_policy = 'fix');
      SELECT COALESCE(SUM(f.characters_disabled), 0), COALESCE(SUM(f.count_corrected), 0) INTO v_disabled, v_corrected FROM playerbot.fixes f;
      SET v_verdict = 'fixed';
    END IF;
    IF v_violations > 0 THEN
      CALL playerbot._audit('validate_startup', NULL, NULL, JSON_OBJECT('policy', v_policy, 'verdict', v_verdict,
        'violations', v_violations + 0, 'over_limit', v_over + 0, 'disabled', v_disabled + 0, 'corrected', v_corrected + 0));
    END IF;
    COMMIT;
  END;
  SELECT v_verdict AS verdict, v_violations AS violations, v_disabled AS disabled, v_corrected AS corrected;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.validate_startup TO playerbot_agent, playerbot_admin;
