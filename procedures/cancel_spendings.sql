DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.cancel_spendings(in_agent_id DECIMAL(65), in_request_id DECIMAL(65), in_day DATE, in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Gives back what was booked and not spent: a bid that was beaten, a purchase that came too late, a gift that nobody took. Never more than was
booked on that day.
Parameters: in_agent_id: from register_agent; in_request_id: see request_id in docs/database.md; in_day: day of the booking, from book_spendings; in_rows: JSON
array of at most 1000 arrays [guid of the bot, copper (1 to 1000000000000)], of a gift [guid of who was to get it, copper, 1]
Returns: cancelled (copper), fleet_left (copper, of today)
Raises: 45200 agent_fenced; 45202 bad_rows; 45001 request_conflict; 45002 bad_request_id; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.cancel_spendings(7, 5151, ''2026-11-21'', ''[[1001,25000]]'')'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_operation_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_bot_spent, v_back, v_cancelled, v_gifts, v_fleet_spent BIGINT DEFAULT 0;
  DECLARE v_result LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE v_arguments VARCHAR(512);

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'cancel_spendings', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    IF in_day IS NULL THEN
      CALL playerbot._raise('bad_rows', 'cancel_spendings', 'the day is NULL, wanted that of the booking');
    END IF;
    CALL playerbot._open_spendings('cancel_spendings', in_agent_id, in_rows);
    SET v_arguments = CONCAT(MD5(in_rows), ' ', in_day);
    SELECT s.spent_copper INTO v_fleet_spent FROM playerbot.spending_days s WHERE s.day = in_day FOR UPDATE;
    CALL playerbot._find_request(v_agent_id, 'cancel_spendings', in_request_id, v_arguments, v_operation_id, v_result);
    IF v_result IS NULL THEN
      FOR r IN (SELECT j.guid AS guid, j.is_gift AS is_gift, SUM(j.copper) AS copper
                  FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (guid BIGINT UNSIGNED PATH '$[0]', copper BIGINT PATH '$[1]', is_gift TINYINT PATH '$[2]' DEFAULT '0' ON EMPTY)) j
                 GROUP BY j.guid, j.is_gift ORDER BY j.guid) DO
        SET v_bot_spent = 0;
        IF r.is_gift THEN
          SELECT COALESCE(MAX(p.given_copper), 0) INTO v_bot_spent FROM playerbot.partner_days p WHERE p.day = in_day AND p.guid = r.guid FOR UPDATE;
          SET v_back = LEAST(r.copper, v_bot_spent), v_gifts = v_gifts + v_back;
          UPDATE playerbot.partner_days SET given_copper = given_copper - v_back, changed_at = UTC_TIMESTAMP(6) WHERE day = in_day AND guid = r.guid;
        ELSE
          SELECT COALESCE(MAX(b.spent_copper), 0) INTO v_bot_spent FROM playerbot.spending_bots b WHERE b.day = in_day AND b.guid = r.guid;
          SET v_back = LEAST(r.copper, v_bot_spent);
          UPDATE playerbot.spending_bots SET spent_copper = spent_copper - v_back WHERE day = in_day AND guid = r.guid;
        END IF;
        SET v_cancelled = v_cancelled + v_back;
      END FOR;
      UPDATE playerbot.spending_days SET spent_copper = spent_copper - (v_cancelled - v_gifts) WHERE day = in_day;
      SET v_result = v_cancelled;
      IF in_request_id IS NOT NULL THEN
        INSERT INTO playerbot.requests (scope, routine, request_id, arguments, result, created_at) VALUES (v_agent_id, 'cancel_spendings', in_request_id, v_arguments, v_result, UTC_TIMESTAMP(6));
      END IF;
    END IF;
    SELECT COALESCE(MAX(s.spent_copper), 0) INTO v_fleet_spent FROM playerbot.spending_days s WHERE s.day = UTC_DATE();
    COMMIT;
  END;
  SELECT CAST(v_result AS SIGNED) AS cancelled, GREATEST(CAST(playerbot._setting('auction_spending_fleet') AS SIGNED) - v_fleet_spent, 0) AS fleet_left;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.cancel_spendings TO playerbot_agent, playerbot_admin;
