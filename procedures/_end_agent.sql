DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._end_agent(
  in_agent_id BIGINT UNSIGNED, in_reason VARCHAR(16), OUT out_leases INT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Ends an agent incarnation and returns its leases; fences stay as they are.
Parameters: in_agent_id: a live agent; in_reason: unregistered, replaced or silent
Returns: out_leases: leases that returned
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._end_agent(7, ''silent'', v_leases)'
BEGIN
  UPDATE playerbot.agents SET ended_at = UTC_TIMESTAMP(6), end_reason = in_reason
   WHERE agent_id = in_agent_id AND ended_at IS NULL;
  CALL playerbot._return_leases(in_agent_id, out_leases);
END //
DELIMITER ;
