DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.book_spendings(in_agent_id DECIMAL(65), in_request_id DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Decides which purchases stay within the daily limits of their bots and of the whole fleet, and which gifts within what one partner may get
(trade_daily_gift), and books those. To be called before money is spent or things are given; what was not spent after all goes back with cancel_spendings.
The row of the day is locked, so however many agents ask, the sum stays within the limit. A row is decided with those before it booked; one that is
refused does not hold up the next. A gift counts in v_trade_partners from then on, and not in what the fleet spends.
Parameters: in_agent_id: from register_agent; in_request_id: see request_id in docs/database.md; in_rows: JSON array of at most 1000 arrays [guid of the bot,
copper (1 to 1000000000000)], of a gift [guid of who gets it, what it is worth in copper, 1]
Returns: one row per row, in order: position (from 0), guid, outcome (booked, bot_limit, fleet_limit, gift_limit), bot_left (of a gift: what may still be given),
fleet_left (copper, after it), day (UTC)
Raises: 45200 agent_fenced; 45202 bad_rows; 45001 request_conflict; 45002 bad_request_id; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.book_spendings(7, 5150, ''[[1001,25000],[1002,900]]'')'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_operation_id BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_day DATE DEFAULT UTC_DATE();
  -- Signed: a limit that was lowered leaves less than nothing.
  DECLARE v_limit, v_bot_limit, v_gift_limit, v_fleet_limit, v_bot_spent, v_fleet_spent BIGINT DEFAULT 0;
  DECLARE v_booked, v_bot_refused, v_fleet_refused INT UNSIGNED DEFAULT 0;
  DECLARE v_was_refused BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_outcome VARCHAR(16);
  DECLARE v_result LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE v_arguments VARCHAR(512);

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'book_spendings', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    CALL playerbot._open_spendings('book_spendings', in_agent_id, in_rows);
    SET v_arguments = MD5(in_rows);
    -- The lock first: whoever waits here sees what was booked before, and the answer to its own request.
    INSERT INTO playerbot.spending_days (day) VALUES (v_day) ON DUPLICATE KEY UPDATE spent_copper = spent_copper;
    SELECT s.spent_copper, s.fleet_refused_count INTO v_fleet_spent, v_was_refused FROM playerbot.spending_days s WHERE s.day = v_day FOR UPDATE;
    CALL playerbot._find_request(v_agent_id, 'book_spendings', in_request_id, v_arguments, v_operation_id, v_result);
    IF v_result IS NULL THEN
      SET v_result = '[]', v_bot_limit = playerbot._setting('auction_spending_bot'), v_gift_limit = playerbot._setting('trade_daily_gift'), v_fleet_limit = playerbot._setting('auction_spending_fleet');
      FOR r IN (SELECT j.position - 1 AS position, j.guid AS guid, j.copper AS copper, j.is_gift AS is_gift
                  FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, guid BIGINT UNSIGNED PATH '$[0]', copper BIGINT PATH '$[1]',
                    is_gift TINYINT PATH '$[2]' DEFAULT '0' ON EMPTY)) j ORDER BY j.position) DO
        SET v_bot_spent = 0, v_limit = IF(r.is_gift, v_gift_limit, v_bot_limit);
        IF r.is_gift THEN
          SELECT COALESCE(MAX(p.given_copper), 0) INTO v_bot_spent FROM playerbot.partner_days p WHERE p.day = v_day AND p.guid = r.guid;
        ELSE
          SELECT COALESCE(MAX(b.spent_copper), 0) INTO v_bot_spent FROM playerbot.spending_bots b WHERE b.day = v_day AND b.guid = r.guid;
        END IF;
        SET v_outcome = CASE WHEN v_bot_spent + r.copper > v_limit THEN IF(r.is_gift, 'gift_limit', 'bot_limit')
                             WHEN NOT r.is_gift AND v_fleet_spent + r.copper > v_fleet_limit THEN 'fleet_limit' ELSE 'booked' END;
        IF v_outcome = 'booked' AND r.is_gift THEN
          INSERT INTO playerbot.partner_days (day, guid, given_copper, changed_at) VALUES (v_day, r.guid, r.copper, UTC_TIMESTAMP(6))
          ON DUPLICATE KEY UPDATE given_copper = given_copper + r.copper, changed_at = VALUES(changed_at);
          SET v_bot_spent = v_bot_spent + r.copper;
        ELSEIF v_outcome = 'booked' THEN
          INSERT INTO playerbot.spending_bots (day, guid, spent_copper) VALUES (v_day, r.guid, r.copper) ON DUPLICATE KEY UPDATE spent_copper = spent_copper + r.copper;
          SET v_bot_spent = v_bot_spent + r.copper, v_fleet_spent = v_fleet_spent + r.copper, v_booked = v_booked + 1;
        ELSEIF v_outcome = 'bot_limit' THEN
          SET v_bot_refused = v_bot_refused + 1;
        ELSEIF v_outcome = 'fleet_limit' THEN
          SET v_fleet_refused = v_fleet_refused + 1;
        END IF;
        SET v_result = JSON_ARRAY_APPEND(v_result, '$', JSON_ARRAY(r.position, r.guid, v_outcome, GREATEST(v_limit - v_bot_spent, 0), GREATEST(v_fleet_limit - v_fleet_spent, 0), v_day));
      END FOR;
      UPDATE playerbot.spending_days SET spent_copper = v_fleet_spent, booking_count = booking_count + v_booked, bot_refused_count = bot_refused_count + v_bot_refused,
             fleet_refused_count = fleet_refused_count + v_fleet_refused WHERE day = v_day;
      -- The first refusal of the fleet is news, the rest are counted.
      IF v_fleet_refused > 0 AND v_was_refused = 0 THEN
        CALL playerbot._audit('spending_limit', v_agent_id, NULL, JSON_OBJECT('day', v_day, 'limit', v_fleet_limit, 'spent', v_fleet_spent));
      END IF;
      IF in_request_id IS NOT NULL THEN
        INSERT INTO playerbot.requests (scope, routine, request_id, arguments, result, created_at) VALUES (v_agent_id, 'book_spendings', in_request_id, v_arguments, v_result, UTC_TIMESTAMP(6));
      END IF;
    END IF;
    COMMIT;
  END;
  SELECT j.position AS position, j.guid AS guid, j.outcome AS outcome, j.bot_left AS bot_left, j.fleet_left AS fleet_left, j.day AS day
    FROM JSON_TABLE(v_result, '$[*]' COLUMNS (position INT UNSIGNED PATH '$[0]', guid BIGINT UNSIGNED PATH '$[1]', outcome VARCHAR(16) PATH '$[2]', bot_left BIGINT PATH '$[3]',
                    fleet_left BIGINT PATH '$[4]', day DATE PATH '$[5]')) j ORDER BY j.position;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.book_spendings TO playerbot_agent, playerbot_admin;
