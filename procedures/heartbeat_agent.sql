DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.heartbeat_agent(in_agent_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Keeps all leases of an agent alive: one write, however many it holds.
Parameters: in_agent_id: from register_agent
Returns: agent_id, leases (accounts it holds), expires_at (UTC: without another heartbeat its leases end after this)
Raises: 45200 agent_fenced; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.heartbeat_agent(7)'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_leases INT UNSIGNED DEFAULT NULL;
  DECLARE v_now DATETIME(6) DEFAULT UTC_TIMESTAMP(6);
  DECLARE v_ttl_s INT UNSIGNED;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'heartbeat_agent', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    -- One step judges and writes, under the row's lock: a reclaim that was first has ended the agent.
    UPDATE playerbot.agents SET heartbeat_at = v_now WHERE agent_id = v_agent_id AND ended_at IS NULL;
    -- Two at the same microsecond change nothing the second time.
    IF ROW_COUNT() = 0 AND NOT EXISTS (SELECT 1 FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL) THEN
      CALL playerbot._raise('agent_fenced', 'heartbeat_agent',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; stop its bots and register again'));
    END IF;
    SELECT (SELECT COUNT(*) FROM playerbot.accounts a FORCE INDEX (ix_account_pool) WHERE a.state = 'leased' AND a.pool_rank = g.agent_name_id), s.value
      INTO v_leases, v_ttl_s
      FROM playerbot.agents g JOIN playerbot.settings s ON s.name = 'lease_ttl_s' WHERE g.agent_id = v_agent_id;
    COMMIT;
  END;
  SELECT v_agent_id AS agent_id, v_leases AS leases, v_now + INTERVAL v_ttl_s SECOND AS expires_at;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.heartbeat_agent TO playerbot_agent, playerbot_admin;
