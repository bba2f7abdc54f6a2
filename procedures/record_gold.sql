DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.record_gold(in_agent_id DECIMAL(65), in_batch DECIMAL(65), in_at_ms DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Enters gold that was created, destroyed or moved into the ledger, exact to the copper. A batch counts once, whoever brings it and however
often. Who pays reports a move, who receives does not, also when they are bots of two agents; of gold from a human the bot that receives it does.
Parameters: in_agent_id: from register_agent; in_batch: random number of the batch, 1 to 2^64 - 1, the same when it is sent again; in_at_ms: when it happened
(since 1970, UTC); in_rows: JSON array of at most 1000 arrays [cause (a-z, 0-9 and _, 32 at most), copper created, destroyed, moved (whole, to 2^63 - 1)]
Returns: outcome (applied, duplicate: came before, expired: older than price_retention_days), recorded (rows)
Raises: 45200 agent_fenced; 45202 bad_rows; 45600 bad_batch; 45001 request_conflict; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.record_gold(7, 990003, 1763700000000, ''[["quest",35000,0,0],["repair",0,1200,0]]'')'
BEGIN
  DECLARE v_outcome VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
  DECLARE v_count, v_good INT UNSIGNED DEFAULT 0;
  DECLARE v_at DATETIME(3);

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'record_gold', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    CALL playerbot._open_batch('record_gold', 'gold', in_agent_id, in_batch, in_at_ms, in_rows, 1000, NULL, v_outcome, v_count, v_at);
    IF v_outcome = 'applied' THEN
      -- Four digits behind the point show what is not whole.
      SELECT COALESCE(SUM(j.cause RLIKE '^[a-z][a-z0-9_]{0,31}$' AND LEAST(j.created, j.destroyed, j.moved) >= 0 AND GREATEST(j.created, j.destroyed, j.moved) <= 9223372036854775807
                          AND j.created = FLOOR(j.created) AND j.destroyed = FLOOR(j.destroyed) AND j.moved = FLOOR(j.moved)), 0)
        INTO v_good
        FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (cause VARCHAR(33) PATH '$[0]' NULL ON ERROR, created DECIMAL(40,4) PATH '$[1]' NULL ON ERROR,
                        destroyed DECIMAL(40,4) PATH '$[2]' NULL ON ERROR, moved DECIMAL(40,4) PATH '$[3]' NULL ON ERROR)) j;
      IF v_good < v_count THEN
        CALL playerbot._raise('bad_rows', 'record_gold', CONCAT(v_count - v_good, ' rows are not [cause, created, destroyed, moved] in whole copper'));
      END IF;
      INSERT INTO playerbot.gold_days (day, cause, created_copper, destroyed_copper, moved_copper)
      SELECT DATE(v_at), g.cause, g.created, g.destroyed, g.moved
        FROM (SELECT j.cause AS cause, SUM(j.created) AS created, SUM(j.destroyed) AS destroyed, SUM(j.moved) AS moved
                FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (cause VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]', created DECIMAL(30) PATH '$[1]',
                                destroyed DECIMAL(30) PATH '$[2]', moved DECIMAL(30) PATH '$[3]')) j GROUP BY j.cause) g
       ORDER BY g.cause
      ON DUPLICATE KEY UPDATE created_copper = created_copper + VALUES(created_copper), destroyed_copper = destroyed_copper + VALUES(destroyed_copper),
        moved_copper = moved_copper + VALUES(moved_copper);
    END IF;
    COMMIT;
  END;
  SELECT v_outcome AS outcome, IF(v_outcome = 'applied', v_count, 0) AS recorded;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.record_gold TO playerbot_agent, playerbot_admin;
