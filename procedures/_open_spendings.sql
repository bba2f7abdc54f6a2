DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._open_spendings(
  in_routine VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin, in_agent_id DECIMAL(65), in_rows LONGTEXT CHARACTER SET utf8mb4)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Begins a call about spendings: looks at its rows, opens its transaction, and looks whether its agent is one.
Parameters: in_routine: who asks; in_agent_id, in_rows: as of book_spendings
Returns: nothing
Raises: 45202 bad_rows; 45200 agent_fenced
Transaction: opens one at READ COMMITTED, which the caller ends
Granted to: nobody
Example: CALL playerbot._open_spendings(''book_spendings'', 7, ''[[1001,25000]]'')'
BEGIN
  DECLARE v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_count, v_good INT UNSIGNED DEFAULT NULL;

  SET v_count = IF(JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY', JSON_LENGTH(in_rows), NULL);
  IF COALESCE(v_count > 1000, TRUE) THEN
    CALL playerbot._raise('bad_rows', in_routine, CONCAT('rows are ', IF(v_count IS NULL, 'no JSON array', v_count), ', wanted an array of at most 1000'));
  END IF;
  SELECT COUNT(*) INTO v_good
    FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (guid DECIMAL(30) PATH '$[0]' NULL ON ERROR, copper DECIMAL(40,4) PATH '$[1]' NULL ON ERROR,
      is_gift DECIMAL(30,4) PATH '$[2]' DEFAULT '0' ON EMPTY NULL ON ERROR)) j
   WHERE j.is_gift IN (0, 1) AND j.guid BETWEEN 1 AND 18446744073709551615 AND j.copper BETWEEN 1 AND 1000000000000 AND j.copper = FLOOR(j.copper);
  IF v_good < v_count THEN
    CALL playerbot._raise('bad_rows', in_routine, CONCAT(v_count - v_good, ' rows are not [guid, copper] or [guid, copper, 1] with 1 to 1000000000000 copper'));
  END IF;
  SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  START TRANSACTION;
  SELECT g.agent_id INTO v_found FROM playerbot.agents g
   WHERE g.agent_id = IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0) AND g.ended_at IS NULL;
  IF v_found IS NULL THEN
    CALL playerbot._raise('agent_fenced', in_routine, CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
  END IF;
END //
DELIMITER ;
