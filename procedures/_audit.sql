DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._audit(
  in_action VARCHAR(40), in_agent_id BIGINT UNSIGNED, in_account_id INT UNSIGNED, in_detail LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes one decision to the audit log, in the transaction that makes it.
Parameters: in_action: routine; in_agent_id, in_account_id: whom it concerns, or NULL; in_detail: JSON
Returns: nothing
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._audit(''adopt_account'', NULL, 7, JSON_OBJECT(''character_count'', 3))'
INSERT INTO playerbot.audit_log (at, actor, agent_id, action, account_id, detail)
VALUES (UTC_TIMESTAMP(6), SESSION_USER(), in_agent_id, in_action, in_account_id, in_detail) //
DELIMITER ;
