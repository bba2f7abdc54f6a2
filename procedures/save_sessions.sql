DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.save_sessions(in_agent_id DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes many sessions at once. A row applies when its fence is that of the account, whoever replays it, and
its sequence is above the stored one under that fence: so each row has its effect once, however often it comes.
Parameters: in_agent_id: from register_agent; in_rows: JSON array of at most 100000 objects {account_id, fence, sequence,
version (1 to 65535) and state (base64), active_at_ms (since 1970, UTC), is_hibernated}; what is absent stays as it is
Returns: one row per row, in order: position (from 0), account_id, outcome (applied, duplicate: came before, stale:
another lease was granted since, or no such account)
Raises: 45200 agent_fenced; 45202 bad_rows; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.save_sessions(7, ''[{"account_id":1001,"fence":3,"sequence":1,"is_hibernated":1}]'')'
BEGIN
  DECLARE v_agent_id, v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_count, v_bad, v_wave, v_waves INT UNSIGNED DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'save_sessions', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.saved_rows;
      RESIGNAL;
    END;
    SET v_agent_id = IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
    SET v_count = IF(JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY', JSON_LENGTH(in_rows), NULL);
    IF COALESCE(v_count > 100000, TRUE) THEN
      CALL playerbot._raise('bad_rows', 'save_sessions', CONCAT('rows are ', IF(v_count IS NULL, 'no JSON array', v_count), ', wanted an array of at most 100000'));
    END IF;
    CREATE OR REPLACE TEMPORARY TABLE playerbot.saved_rows (
      position INT UNSIGNED NOT NULL, account_id INT UNSIGNED NOT NULL, fence BIGINT UNSIGNED NOT NULL, sequence BIGINT UNSIGNED NOT NULL,
      format_version SMALLINT UNSIGNED NULL, state LONGBLOB NULL, active_at DATETIME(3) NULL, is_hibernated TINYINT UNSIGNED NULL,
      wave INT UNSIGNED NOT NULL DEFAULT 0, outcome ENUM('applied','duplicate','stale') NOT NULL DEFAULT 'stale',
      PRIMARY KEY (account_id, sequence, position)) ENGINE=InnoDB;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'save_sessions',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    -- Wide types, since narrow ones would take a value out of range to the nearest one in it.
    SELECT COUNT(*), MIN(IF(COALESCE(j.account_id NOT BETWEEN 0 AND 4294967295 OR j.fence NOT BETWEEN 0 AND 18446744073709551615
                                     OR j.sequence NOT BETWEEN 0 AND 18446744073709551615, TRUE)
                            OR COALESCE(j.version NOT BETWEEN 1 AND 65535, FALSE) OR (j.version IS NULL) <> (j.state IS NULL)
                            OR (j.state IS NOT NULL AND FROM_BASE64(j.state) IS NULL)
                            OR COALESCE(j.is_hibernated NOT BETWEEN 0 AND 1, FALSE), j.position, NULL)) - 1
      INTO v_count, v_bad
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, account_id DECIMAL(30) PATH '$.account_id' NULL ON ERROR,
        fence DECIMAL(30) PATH '$.fence' NULL ON ERROR, sequence DECIMAL(30) PATH '$.sequence' NULL ON ERROR,
        version DECIMAL(30) PATH '$.version' NULL ON ERROR, state LONGTEXT PATH '$.state' NULL ON ERROR,
        is_hibernated DECIMAL(30) PATH '$.is_hibernated' NULL ON ERROR)) j;
    IF v_bad IS NOT NULL THEN
      CALL playerbot._raise('bad_rows', 'save_sessions',
        CONCAT('row ', v_bad, ' lacks account_id, fence or sequence, or its version, state or is_hibernated is bad'));
    END IF;
    INSERT INTO playerbot.saved_rows (position, account_id, fence, sequence, format_version, state, active_at, is_hibernated)
    SELECT j.position - 1, j.account_id, j.fence, j.sequence, j.version, FROM_BASE64(j.state),
           TIMESTAMP('1970-01-01') + INTERVAL j.active_at_ms * 1000 MICROSECOND, j.is_hibernated
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (position FOR ORDINALITY, account_id INT UNSIGNED PATH '$.account_id',
        fence BIGINT UNSIGNED PATH '$.fence', sequence BIGINT UNSIGNED PATH '$.sequence', version SMALLINT UNSIGNED PATH '$.version',
        state LONGTEXT PATH '$.state', active_at_ms BIGINT PATH '$.active_at_ms', is_hibernated TINYINT UNSIGNED PATH '$.is_hibernated')) j;
    SELECT COUNT(*) - COUNT(DISTINCT r.account_id, r.fence, r.sequence) INTO v_bad FROM playerbot.saved_rows r;
    IF v_bad > 0 THEN
      CALL playerbot._raise('bad_rows', 'save_sessions', CONCAT(v_bad, ' rows repeat account_id, fence and sequence of another'));
    END IF;

    -- In the order of accounts, so that two calls cannot lock each other out. The share lock holds off a new lease.
    SELECT COUNT(*) INTO v_count FROM playerbot.saved_rows r STRAIGHT_JOIN playerbot.accounts a ON a.account_id = r.account_id AND a.fence = r.fence
     LOCK IN SHARE MODE;
    UPDATE playerbot.saved_rows r STRAIGHT_JOIN playerbot.accounts a ON a.account_id = r.account_id AND a.fence = r.fence
      LEFT JOIN playerbot.sessions s ON s.account_id = r.account_id AND s.fence = r.fence
       SET r.outcome = IF(s.sequence >= r.sequence, 'duplicate', 'applied');
    -- Several rows of one account apply one after the other.
    UPDATE playerbot.saved_rows r
      JOIN (SELECT k.position AS position, k.account_id AS account_id, k.sequence AS sequence, ROW_NUMBER() OVER (PARTITION BY k.account_id ORDER BY k.sequence) AS wave
              FROM playerbot.saved_rows k WHERE k.outcome = 'applied') k
        ON k.account_id = r.account_id AND k.sequence = r.sequence AND k.position = r.position
       SET r.wave = k.wave;
    SELECT COALESCE(MAX(r.wave), 0) INTO v_waves FROM playerbot.saved_rows r;
    WHILE v_wave < v_waves DO
      SET v_wave = v_wave + 1;
      INSERT INTO playerbot.sessions (account_id, fence, sequence, format_version, state, active_at, is_hibernated, saved_at)
      SELECT r.account_id, r.fence, r.sequence, r.format_version, r.state, r.active_at, COALESCE(r.is_hibernated, 0), UTC_TIMESTAMP(6)
        FROM playerbot.saved_rows r WHERE r.wave = v_wave ORDER BY r.account_id
      ON DUPLICATE KEY UPDATE fence = r.fence, sequence = r.sequence, format_version = COALESCE(r.format_version, sessions.format_version),
        state = COALESCE(r.state, sessions.state), active_at = COALESCE(r.active_at, sessions.active_at),
        is_hibernated = COALESCE(r.is_hibernated, sessions.is_hibernated), saved_at = UTC_TIMESTAMP(6);
    END WHILE;
    -- Last, since a heartbeat waits for this share lock: it keeps the agent alive until COMMIT; what it writes after its end is refused.
    SET v_found = NULL;
    SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'save_sessions',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    COMMIT;
    SELECT r.position AS position, r.account_id AS account_id, r.outcome AS outcome FROM playerbot.saved_rows r ORDER BY r.position;
    COMMIT;
    DROP TEMPORARY TABLE IF EXISTS playerbot.saved_rows;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.save_sessions TO playerbot_agent, playerbot_admin;
