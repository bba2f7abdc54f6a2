DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.save_system_metrics(in_agent_id DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes what the systems of an agent cost; the last figures stay.
Parameters: in_agent_id: from register_agent; in_rows: JSON array of at most 100 objects {system, class, updates, errors, cpu_us, p50_ns,
p99_ns, max_ns, max_age_ms, over_budget, bots, bytes_per_bot, state} and, 0 where they are left out, {age_ms, stated_age_ms, interval_ms, overruns,
cache_hits, cache_misses, shared_bytes}
Returns: saved (systems)
Raises: 45200 agent_fenced; 45202 bad_rows; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.save_system_metrics(7, ''[{"system":"quest","class":"normal","updates":5,"errors":0,"cpu_us":9,"p50_ns":1,"p99_ns":2,"max_ns":3,"max_age_ms":0,"over_budget":0,"bots":5,"bytes_per_bot":96,"state":"normal"}]'')'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_count, v_good INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'save_system_metrics', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET v_count = IF(JSON_VALID(in_rows) AND JSON_TYPE(in_rows) = 'ARRAY', JSON_LENGTH(in_rows), NULL);
    IF COALESCE(v_count > 100, TRUE) THEN
      CALL playerbot._raise('bad_rows', 'save_system_metrics', CONCAT('rows are ', IF(v_count IS NULL, 'no JSON array', v_count), ', wanted an array of at most 100'));
    END IF;
    SELECT COUNT(*) INTO v_good
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (system VARCHAR(33) PATH '$.system' NULL ON ERROR, class VARCHAR(16) PATH '$.class' NULL ON ERROR,
        updates DECIMAL(30) PATH '$.updates' NULL ON ERROR, errors DECIMAL(30) PATH '$.errors' NULL ON ERROR, cpu_us DECIMAL(30) PATH '$.cpu_us' NULL ON ERROR,
        p50_ns DECIMAL(30) PATH '$.p50_ns' NULL ON ERROR, p99_ns DECIMAL(30) PATH '$.p99_ns' NULL ON ERROR, max_ns DECIMAL(30) PATH '$.max_ns' NULL ON ERROR,
        max_age_ms DECIMAL(30) PATH '$.max_age_ms' NULL ON ERROR, over_budget DECIMAL(30) PATH '$.over_budget' NULL ON ERROR,
        bots DECIMAL(30) PATH '$.bots' NULL ON ERROR, bytes_per_bot DECIMAL(30) PATH '$.bytes_per_bot' NULL ON ERROR,
        age_ms DECIMAL(30) PATH '$.age_ms' DEFAULT '0' ON EMPTY NULL ON ERROR, stated_age_ms DECIMAL(30) PATH '$.stated_age_ms' DEFAULT '0' ON EMPTY NULL ON ERROR,
        interval_ms DECIMAL(30) PATH '$.interval_ms' DEFAULT '0' ON EMPTY NULL ON ERROR, overruns DECIMAL(30) PATH '$.overruns' DEFAULT '0' ON EMPTY NULL ON ERROR,
        cache_hits DECIMAL(30) PATH '$.cache_hits' DEFAULT '0' ON EMPTY NULL ON ERROR, cache_misses DECIMAL(30) PATH '$.cache_misses' DEFAULT '0' ON EMPTY NULL ON ERROR,
        shared_bytes DECIMAL(30) PATH '$.shared_bytes' DEFAULT '0' ON EMPTY NULL ON ERROR, state VARCHAR(17) PATH '$.state' NULL ON ERROR)) j
     WHERE j.system RLIKE '^[a-z][a-z0-9_]{0,31}$' AND j.class IN ('critical', 'high', 'normal', 'low', 'idle') AND CHAR_LENGTH(j.state) BETWEEN 1 AND 16
       AND LEAST(j.updates, j.errors, j.cpu_us, j.p50_ns, j.p99_ns, j.max_ns, j.max_age_ms, j.over_budget, j.bots, j.bytes_per_bot,
             j.age_ms, j.stated_age_ms, j.interval_ms, j.overruns, j.cache_hits, j.cache_misses, j.shared_bytes) >= 0
       AND GREATEST(j.updates, j.errors, j.cpu_us, j.p50_ns, j.p99_ns, j.max_ns, j.max_age_ms, j.over_budget, j.bots, j.bytes_per_bot,
             j.age_ms, j.stated_age_ms, j.interval_ms, j.overruns, j.cache_hits, j.cache_misses, j.shared_bytes) <= 18446744073709551615;
    IF v_good < v_count THEN
      CALL playerbot._raise('bad_rows', 'save_system_metrics', CONCAT(v_count - v_good, ' rows lack a system, a class, a state or a figure'));
    END IF;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'save_system_metrics',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    INSERT INTO playerbot.system_metrics (agent_id, system, class, update_count, error_count, cpu_us, p50_ns, p99_ns, max_ns, max_age_ms, cut_count, bot_count, bot_bytes, state,
      age_ms, stated_age_ms, interval_ms, overrun_count, cache_hit_count, cache_miss_count, shared_bytes, at)
    SELECT v_agent_id, j.system, j.class, j.updates, j.errors, j.cpu_us, j.p50_ns, j.p99_ns, j.max_ns, j.max_age_ms, j.over_budget, j.bots, j.bytes_per_bot, j.state,
           j.age_ms, j.stated_age_ms, j.interval_ms, j.overruns, j.cache_hits, j.cache_misses, j.shared_bytes, UTC_TIMESTAMP(6)
      FROM JSON_TABLE(in_rows, '$[*]' COLUMNS (system VARCHAR(32) PATH '$.system', class VARCHAR(16) PATH '$.class', updates BIGINT UNSIGNED PATH '$.updates',
        errors BIGINT UNSIGNED PATH '$.errors', cpu_us BIGINT UNSIGNED PATH '$.cpu_us', p50_ns BIGINT UNSIGNED PATH '$.p50_ns', p99_ns BIGINT UNSIGNED PATH '$.p99_ns',
        max_ns BIGINT UNSIGNED PATH '$.max_ns', max_age_ms BIGINT UNSIGNED PATH '$.max_age_ms', over_budget BIGINT UNSIGNED PATH '$.over_budget',
        bots BIGINT UNSIGNED PATH '$.bots', bytes_per_bot BIGINT UNSIGNED PATH '$.bytes_per_bot', state VARCHAR(16) PATH '$.state',
        age_ms BIGINT UNSIGNED PATH '$.age_ms' DEFAULT '0' ON EMPTY, stated_age_ms BIGINT UNSIGNED PATH '$.stated_age_ms' DEFAULT '0' ON EMPTY,
        interval_ms BIGINT UNSIGNED PATH '$.interval_ms' DEFAULT '0' ON EMPTY, overruns BIGINT UNSIGNED PATH '$.overruns' DEFAULT '0' ON EMPTY,
        cache_hits BIGINT UNSIGNED PATH '$.cache_hits' DEFAULT '0' ON EMPTY, cache_misses BIGINT UNSIGNED PATH '$.cache_misses' DEFAULT '0' ON EMPTY,
        shared_bytes BIGINT UNSIGNED PATH '$.shared_bytes' DEFAULT '0' ON EMPTY)) j
    ON DUPLICATE KEY UPDATE class = VALUES(class), update_count = VALUES(update_count), error_count = VALUES(error_count), cpu_us = VALUES(cpu_us),
      p50_ns = VALUES(p50_ns), p99_ns = VALUES(p99_ns), max_ns = VALUES(max_ns), max_age_ms = VALUES(max_age_ms), cut_count = VALUES(cut_count),
      bot_count = VALUES(bot_count), bot_bytes = VALUES(bot_bytes), state = VALUES(state), age_ms = VALUES(age_ms), stated_age_ms = VALUES(stated_age_ms),
      interval_ms = VALUES(interval_ms), overrun_count = VALUES(overrun_count), cache_hit_count = VALUES(cache_hit_count), cache_miss_count = VALUES(cache_miss_count),
      shared_bytes = VALUES(shared_bytes), at = VALUES(at);
    COMMIT;
  END;
  SELECT v_count AS saved;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.save_system_metrics TO playerbot_agent, playerbot_admin;
