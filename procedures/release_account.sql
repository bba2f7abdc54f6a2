DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.release_account(
  in_agent_id DECIMAL(65), in_account_id DECIMAL(65), in_fence DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Returns one lease. Repeated with the same fence by the same agent it answers with the state.
Parameters: in_agent_id: from register_agent; in_account_id, in_fence: from acquire_account
Returns: state: pooled, or idle when the pool holds twice its target (a count that may be one event old)
Raises: 45200 agent_fenced; 45301 not_holder; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.release_account(7, 1001, 3)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);
  DECLARE v_fence BIGINT UNSIGNED DEFAULT IF(in_fence BETWEEN 0 AND 18446744073709551615, in_fence, 0);
  DECLARE v_found INT UNSIGNED DEFAULT NULL;
  DECLARE v_state VARCHAR(8) DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'release_account', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT 1 INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'release_account',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; its leases are gone already'));
    END IF;
    SELECT IF(s.pooled_count >= 2 * playerbot._setting('pool_target'), 'idle', 'pooled') INTO v_state
      FROM playerbot.pool_state s WHERE s.pool_state_id = 1;
    UPDATE playerbot.accounts
       SET state = v_state, agent_id = NULL, leased_at = NULL, last_active_at = UTC_TIMESTAMP(6)
     WHERE account_id = v_account_id AND state = 'leased' AND agent_id = v_agent_id AND fence = v_fence;
    IF ROW_COUNT() = 1 THEN
      INSERT INTO playerbot.audit_log (at, actor, agent_id, action, account_id, detail)
      VALUES (UTC_TIMESTAMP(6), SESSION_USER(), v_agent_id, 'release_account', v_account_id,
              CONCAT('{"fence": ', v_fence, ', "state": "', v_state, '"}'));
    ELSE
      SET v_state = NULL;
      SELECT a.state INTO v_state FROM playerbot.accounts a
       WHERE a.account_id = v_account_id AND a.fence = v_fence AND a.last_agent_id = v_agent_id AND a.state <> 'leased';
      IF v_state IS NULL THEN
        CALL playerbot._raise('not_holder', 'release_account', CONCAT('agent ', v_agent_id, ' does not hold account ',
          COALESCE(in_account_id, 'NULL'), ' under fence ', COALESCE(in_fence, 'NULL')));
      END IF;
    END IF;
    COMMIT;
  END;
  SELECT v_state AS state;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.release_account TO playerbot_agent, playerbot_admin;
