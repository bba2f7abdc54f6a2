DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.acquire_account(
  in_agent_id DECIMAL(65), in_request_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Leases one account: one last held under the same agent name, pooled or idle, then one with characters, then an empty one,
then an idle one, then a new one.
Parameters: in_agent_id: from register_agent; in_request_id: random unsigned 64-bit number, or NULL
Returns: account_id, bnet_account_id, email, character_count, fence
Raises: 45200 agent_fenced; 45300 pool_empty; 45001 request_conflict; 45002 bad_request_id; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.acquire_account(7, 8713409172634)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_name_id, v_account_id, v_bnet_account_id, v_start_id INT UNSIGNED DEFAULT NULL;
  DECLARE v_email VARCHAR(255);
  DECLARE v_character_count SMALLINT UNSIGNED;
  DECLARE v_fence, v_operation_id BIGINT UNSIGNED;
  DECLARE v_result LONGTEXT DEFAULT NULL;
  DECLARE v_is_twin TINYINT DEFAULT 0;
  DECLARE v_is_new TINYINT DEFAULT 1;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'acquire_account', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    attempt: LOOP
      SET v_name_id = NULL;
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      -- The share lock keeps the agent alive until COMMIT: nobody can be granted a lease after its end.
      SELECT g.agent_name_id INTO v_name_id FROM playerbot.agents g
       WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
      IF v_name_id IS NULL THEN
        CALL playerbot._raise('agent_fenced', 'acquire_account',
          CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
      END IF;
      -- A new request is the rule: whether it is one shows when it is written. Looked up first is only a number out
      -- of range, and one that was met (below).
      IF v_is_twin OR in_request_id NOT BETWEEN 0 AND 18446744073709551615 THEN
        CALL playerbot._find_request(v_agent_id, 'acquire_account', in_request_id, '', v_operation_id, v_result);
      END IF;

      IF v_result IS NOT NULL THEN
        SET v_account_id = JSON_VALUE(v_result, '$[0][0]'), v_fence = JSON_VALUE(v_result, '$[0][1]'),
            v_character_count = JSON_VALUE(v_result, '$[0][2]'), v_bnet_account_id = JSON_VALUE(v_result, '$[0][3]'),
            v_email = JSON_VALUE(v_result, '$[0][4]');
      ELSE
        CALL playerbot._pick_account(v_name_id, v_account_id);
        IF v_account_id IS NULL AND in_request_id IS NOT NULL AND NOT v_is_twin THEN
          -- Nothing is left, but the request may have had its answer before.
          ROLLBACK;
          SET v_is_twin = 1;
          ITERATE attempt;
        END IF;
        IF v_account_id IS NULL THEN
          CALL playerbot._raise('pool_empty', 'acquire_account',
            'no account is free and none may be created; see auto_create_accounts and max_accounts');
        END IF;
        UPDATE playerbot.accounts
           SET state = 'leased', agent_id = v_agent_id, last_agent_id = v_agent_id, agent_name_id = v_name_id,
               fence = fence + 1, leased_at = UTC_TIMESTAMP(6), last_active_at = UTC_TIMESTAMP(6)
         WHERE account_id = v_account_id;
        SELECT a.bnet_account_id, a.email, a.character_count, a.fence
          INTO v_bnet_account_id, v_email, v_character_count, v_fence
          FROM playerbot.accounts a WHERE a.account_id = v_account_id;
        IF in_request_id IS NOT NULL THEN
          BEGIN
            DECLARE CONTINUE HANDLER FOR 1062 SET v_is_new = 0;
            INSERT INTO playerbot.requests (scope, routine, request_id, arguments, result, created_at)
            VALUES (v_agent_id, 'acquire_account', in_request_id, '',
                    JSON_ARRAY(JSON_ARRAY(v_account_id, v_fence, v_character_count, v_bnet_account_id, v_email)), UTC_TIMESTAMP(6));
          END;
          IF v_is_new = 0 THEN
            -- Asked before, here or on another connection: take back, and answer what was answered.
            ROLLBACK;
            SET v_is_twin = 1, v_is_new = 1;
            ITERATE attempt;
          END IF;
        END IF;
        INSERT INTO playerbot.audit_log (at, actor, agent_id, action, account_id, detail)
        VALUES (UTC_TIMESTAMP(6), SESSION_USER(), v_agent_id, 'acquire_account', v_account_id, CONCAT('{"fence": ', v_fence, '}'));
      END IF;
      COMMIT;
      LEAVE attempt;
    END LOOP;
  END;
  SELECT v_account_id AS account_id, v_bnet_account_id AS bnet_account_id, v_email AS email,
         v_character_count AS character_count, v_fence AS fence;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.acquire_account TO playerbot_agent, playerbot_admin;
