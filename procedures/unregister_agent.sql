DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.unregister_agent(in_agent_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Ends an agent that stops on purpose; all its leases return.
Parameters: in_agent_id: from register_agent
Returns: released (leases that returned)
Raises: 45200 agent_fenced; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.unregister_agent(7)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found, v_released INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'unregister_agent', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT 1 INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL FOR UPDATE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'unregister_agent',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; nothing is left to end'));
    END IF;
    CALL playerbot._end_agent(v_agent_id, 'unregistered', v_released);
    CALL playerbot._audit('unregister_agent', v_agent_id, NULL, JSON_OBJECT('released', v_released + 0));
    COMMIT;
  END;
  SELECT v_released AS released;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.unregister_agent TO playerbot_agent, playerbot_admin;
