DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.acquire_accounts(
  in_agent_id DECIMAL(65), in_count DECIMAL(65), in_request_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Leases many accounts at once, in the order of acquire_account. Fewer rows when fewer can be had.
Parameters: in_agent_id: from register_agent; in_count: 1 to 100000; in_request_id: random unsigned 64-bit number, or NULL
Returns: one row per account: account_id, bnet_account_id, email, character_count, fence
Raises: 45200 agent_fenced; 45103 bad_count; 45001 request_conflict; 45002 bad_request_id; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.acquire_accounts(7, 500, 20011)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_name_id, v_count INT UNSIGNED DEFAULT NULL;
  DECLARE v_operation_id BIGINT UNSIGNED;
  DECLARE v_ids, v_result LONGTEXT DEFAULT NULL;
  DECLARE v_is_twin TINYINT DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'acquire_accounts', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    attempt: LOOP
      SET v_name_id = NULL;
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      SELECT g.agent_name_id INTO v_name_id FROM playerbot.agents g
       WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
      IF v_name_id IS NULL THEN
        CALL playerbot._raise('agent_fenced', 'acquire_accounts',
          CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
      END IF;
      IF COALESCE(in_count NOT BETWEEN 1 AND 100000, TRUE) THEN
        CALL playerbot._raise('bad_count', 'acquire_accounts', CONCAT('count is ', COALESCE(in_count, 'NULL'), ', wanted 1 to 100000'));
      END IF;
      SET v_count = in_count;
      CALL playerbot._find_request(v_agent_id, 'acquire_accounts', in_request_id, v_count, v_operation_id, v_result);
      IF v_result IS NULL THEN
        CALL playerbot._pick_accounts(v_name_id, v_count, v_ids);
        UPDATE JSON_TABLE(v_ids, '$[*]' COLUMNS (account_id INT UNSIGNED PATH '$')) k
          STRAIGHT_JOIN playerbot.accounts a ON a.account_id = k.account_id
           SET a.state = 'leased', a.agent_id = v_agent_id, a.last_agent_id = v_agent_id, a.agent_name_id = v_name_id,
               a.fence = a.fence + 1, a.leased_at = UTC_TIMESTAMP(6), a.last_active_at = UTC_TIMESTAMP(6);
        SET STATEMENT group_concat_max_len = 67108864 FOR
          SELECT COALESCE(CONCAT('[', GROUP_CONCAT('[', a.account_id, ',', a.fence, ',', a.character_count, ']'), ']'), '[]') INTO v_result
            FROM JSON_TABLE(v_ids, '$[*]' COLUMNS (account_id INT UNSIGNED PATH '$')) k
            STRAIGHT_JOIN playerbot.accounts a ON a.account_id = k.account_id;
        IF in_request_id IS NOT NULL THEN
          BEGIN
            DECLARE CONTINUE HANDLER FOR 1062 SET v_is_twin = 1;
            INSERT INTO playerbot.requests (scope, routine, request_id, arguments, result, created_at)
            VALUES (v_agent_id, 'acquire_accounts', in_request_id, v_count, v_result, UTC_TIMESTAMP(6));
          END;
          IF v_is_twin THEN
            -- The same request on another connection was faster: take back, and answer what it answered.
            ROLLBACK;
            SET v_is_twin = 0;
            ITERATE attempt;
          END IF;
        END IF;
        CALL playerbot._audit('acquire_accounts', v_agent_id, NULL, CONCAT('{"asked": ', v_count, ', "accounts": ', v_result, '}'));
      END IF;
      COMMIT;
      LEAVE attempt;
    END LOOP;
    SELECT k.account_id, a.bnet_account_id, a.email, k.character_count, k.fence
      FROM JSON_TABLE(v_result, '$[*]' COLUMNS (account_id INT UNSIGNED PATH '$[0]', fence BIGINT UNSIGNED PATH '$[1]',
                                                character_count SMALLINT UNSIGNED PATH '$[2]')) k
      STRAIGHT_JOIN playerbot.accounts a ON a.account_id = k.account_id;
    COMMIT;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.acquire_accounts TO playerbot_agent, playerbot_admin;
