DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.reclaim_leases()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Ends agents that were silent for longer than lease_ttl_s + reclaim_margin_s and returns their leases.
Does nothing during the first ttl after a server start, since nobody could send a heartbeat before it.
Parameters: none
Returns: agents_ended, leases_reclaimed
Raises: 45000 in_transaction
Transaction: one per agent, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin; the event ev_reclaim calls it
Example: CALL playerbot.reclaim_leases()'
BEGIN
  DECLARE v_agents, v_leases, v_count INT UNSIGNED DEFAULT 0;
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_silence_s INT UNSIGNED;
  DECLARE v_uptime_s BIGINT UNSIGNED;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'reclaim_leases', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET v_silence_s = playerbot._setting('lease_ttl_s') + playerbot._setting('reclaim_margin_s');
    SELECT g.VARIABLE_VALUE INTO v_uptime_s FROM information_schema.GLOBAL_STATUS g WHERE g.VARIABLE_NAME = 'UPTIME';
    COMMIT;
    IF v_uptime_s > v_silence_s THEN
      silent: LOOP
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        START TRANSACTION;
        SET v_agent_id = NULL;
        -- Locked before it is ended: a heartbeat that is under way wins, and the agent is judged anew next time.
        SELECT g.agent_id INTO v_agent_id FROM playerbot.agents g FORCE INDEX (uq_agent_live_name)
         WHERE g.live_name_id > 0 AND g.heartbeat_at < UTC_TIMESTAMP(6) - INTERVAL v_silence_s SECOND
         LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF v_agent_id IS NULL THEN
          COMMIT;
          LEAVE silent;
        END IF;
        CALL playerbot._end_agent(v_agent_id, 'silent', v_count);
        CALL playerbot._audit('reclaim_leases', v_agent_id, NULL, JSON_OBJECT('leases', v_count + 0, 'silence_s', v_silence_s + 0));
        COMMIT;
        SET v_agents = v_agents + 1, v_leases = v_leases + v_count;
      END LOOP;
    END IF;
  END;
  SELECT v_agents AS agents_ended, v_leases AS leases_reclaimed;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.reclaim_leases TO playerbot_agent, playerbot_admin;
