DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._return_leases(
  in_agent_id BIGINT UNSIGNED, OUT out_leases INT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Returns all leases of an agent: to the pool up to twice its target, the rest become idle.
Parameters: in_agent_id: the agent
Returns: out_leases: leases that returned
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._return_leases(7, v_leases)'
BEGIN
  DECLARE v_name_id INT UNSIGNED DEFAULT 0;
  DECLARE v_room BIGINT DEFAULT 0;

  -- The index is on the name, and only one incarnation of a name holds leases: agent_id filters nothing out.
  SELECT g.agent_name_id INTO v_name_id FROM playerbot.agents g WHERE g.agent_id = in_agent_id;
  SELECT GREATEST(2 * CAST(playerbot._setting('pool_target') AS SIGNED) - CAST(s.pooled_count AS SIGNED), 0) INTO v_room
    FROM playerbot.pool_state s WHERE s.pool_state_id = 1;

  UPDATE playerbot.accounts FORCE INDEX (ix_account_pool)
     SET state = 'pooled', agent_id = NULL, leased_at = NULL, last_active_at = UTC_TIMESTAMP(6)
   WHERE state = 'leased' AND pool_rank = v_name_id AND agent_id = in_agent_id
   ORDER BY account_id LIMIT v_room;
  SET out_leases = ROW_COUNT();
  UPDATE playerbot.accounts FORCE INDEX (ix_account_pool)
     SET state = 'idle', agent_id = NULL, leased_at = NULL, last_active_at = UTC_TIMESTAMP(6)
   WHERE state = 'leased' AND pool_rank = v_name_id AND agent_id = in_agent_id;
  SET out_leases = out_leases + ROW_COUNT();
END //
DELIMITER ;
