DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.release_accounts(in_agent_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Returns all leases of an agent that goes on living.
Parameters: in_agent_id: from register_agent
Returns: released
Raises: 45200 agent_fenced; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.release_accounts(7)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found, v_released INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'release_accounts', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    -- Exclusive: no acquire of the same agent may slip a lease in between.
    SELECT 1 INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL FOR UPDATE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'release_accounts',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; its leases are gone already'));
    END IF;
    CALL playerbot._return_leases(v_agent_id, v_released);
    CALL playerbot._audit('release_accounts', v_agent_id, NULL, JSON_OBJECT('released', v_released + 0));
    COMMIT;
  END;
  SELECT v_released AS released;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.release_accounts TO playerbot_agent, playerbot_admin;
