DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.create_account(
  in_email LONGTEXT, in_request_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Creates one account with random credentials: nobody can log in to it.
Parameters: in_email: address, or NULL to have one made; in_request_id: random unsigned 64-bit number, or NULL
Returns: account_id, bnet_account_id, email
Raises: 45100 account_cap; 45101 email_taken; 45102 bad_email; 45001 request_conflict; 45002 bad_request_id; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.create_account(NULL, 551203)'
BEGIN
  DECLARE v_account_id, v_bnet_account_id INT UNSIGNED;
  DECLARE v_email VARCHAR(255);
  DECLARE v_operation_id BIGINT UNSIGNED;
  DECLARE v_result LONGTEXT DEFAULT NULL;
  DECLARE v_is_twin TINYINT DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'create_account', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    attempt: LOOP
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      IF CHAR_LENGTH(in_email) > 255 OR in_email NOT REGEXP '^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$' THEN
        CALL playerbot._raise('bad_email', 'create_account', CONCAT('e-mail is ', QUOTE(LEFT(in_email, 40)),
          ' of ', CHAR_LENGTH(in_email), ' characters, wanted name@domain in ASCII'));
      END IF;
      SET v_email = LOWER(in_email);
      CALL playerbot._find_request(playerbot._scope(), 'create_account', in_request_id, COALESCE(v_email, ''), v_operation_id, v_result);
      IF v_result IS NOT NULL THEN
        SET v_account_id = JSON_VALUE(v_result, '$[0]'), v_bnet_account_id = JSON_VALUE(v_result, '$[1]'), v_email = JSON_VALUE(v_result, '$[2]');
      ELSE
        IF v_email IS NOT NULL AND (EXISTS (SELECT 1 FROM playerbot.accounts a WHERE a.email = v_email)
            OR playerbot._host_email_is_taken(v_email)) THEN
          CALL playerbot._raise('email_taken', 'create_account', CONCAT(LEFT(v_email, 60), ' belongs to another account'));
        END IF;
        CALL playerbot._create_accounts(1, v_email, 0, 'idle');
        SELECT n.account_id, n.bnet_account_id, n.email INTO v_account_id, v_bnet_account_id, v_email FROM playerbot.new_accounts n LIMIT 1;
        IF in_request_id IS NOT NULL THEN
          BEGIN
            DECLARE CONTINUE HANDLER FOR 1062 SET v_is_twin = 1;
            INSERT INTO playerbot.requests (scope, routine, request_id, arguments, result, created_at)
            VALUES (playerbot._scope(), 'create_account', in_request_id, COALESCE(LOWER(in_email), ''),
                    JSON_ARRAY(v_account_id, v_bnet_account_id, v_email), UTC_TIMESTAMP(6));
          END;
          IF v_is_twin THEN
            ROLLBACK;
            SET v_is_twin = 0;
            ITERATE attempt;
          END IF;
        END IF;
        CALL playerbot._audit('create_account', NULL, v_account_id, JSON_OBJECT('email', v_email));
      END IF;
      COMMIT;
      LEAVE attempt;
    END LOOP;
  END;
  SELECT v_account_id AS account_id, v_bnet_account_id AS bnet_account_id, v_email AS email;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.create_account TO playerbot_agent, playerbot_admin;
