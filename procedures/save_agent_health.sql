DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.save_agent_health(in_agent_id DECIMAL(65), in_row LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes how well the bots of an agent are; the last row stays. That they become RED, and that they are RED no more, is audited with the
reasons, as agent_health. It compares with the row that is there, so a call that was lost is made good by the next, and a repeated one says nothing twice.
Parameters: in_agent_id: from register_agent; in_row: JSON object {health (GREEN, YELLOW, RED), reasons (at most 1000 characters), bots, wanted,
ticks, over_budget, tick_p50_us, tick_p99_us, tick_max_us, cpu_permille, bytes_per_bot, load_percent, cache_hits, cache_misses,
class_ages_ms: [critical, high, normal, low, idle]}
Returns: health, was (the health before, NULL for none), is_audited (0 or 1)
Raises: 45200 agent_fenced; 45202 bad_rows; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.save_agent_health(7, ''{"health":"RED","reasons":"p99 of ticks is 1600 us, wanted at most 1500","bots":5,"wanted":5,"ticks":9,"over_budget":9,"tick_p50_us":9,"tick_p99_us":1600,"tick_max_us":1700,"cpu_permille":40,"bytes_per_bot":900,"load_percent":100,"cache_hits":1,"cache_misses":0,"class_ages_ms":[0,0,0,0,0]}'')'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_good, v_is_audited TINYINT DEFAULT 0;
  DECLARE v_health, v_was VARCHAR(6) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT NULL;
  DECLARE v_reasons VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;
  DECLARE v_since DATETIME(6) DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'save_agent_health', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    IF COALESCE(JSON_VALID(in_row) AND JSON_TYPE(in_row) = 'OBJECT', 0) = 0 THEN
      CALL playerbot._raise('bad_rows', 'save_agent_health', 'the row is no JSON object');
    END IF;
    -- Wide types, since narrow ones would take a value out of range to the nearest one in it.
    SELECT COUNT(*), MAX(j.health), MAX(j.reasons) INTO v_good, v_health, v_reasons
      FROM JSON_TABLE(in_row, '$' COLUMNS (health VARCHAR(10) PATH '$.health' NULL ON ERROR, reasons VARCHAR(1001) PATH '$.reasons' NULL ON ERROR,
        bots DECIMAL(30) PATH '$.bots' NULL ON ERROR, wanted DECIMAL(30) PATH '$.wanted' NULL ON ERROR, ticks DECIMAL(30) PATH '$.ticks' NULL ON ERROR,
        over_budget DECIMAL(30) PATH '$.over_budget' NULL ON ERROR, p50 DECIMAL(30) PATH '$.tick_p50_us' NULL ON ERROR, p99 DECIMAL(30) PATH '$.tick_p99_us' NULL ON ERROR,
        most DECIMAL(30) PATH '$.tick_max_us' NULL ON ERROR, cpu DECIMAL(30) PATH '$.cpu_permille' NULL ON ERROR, bytes DECIMAL(30) PATH '$.bytes_per_bot' NULL ON ERROR,
        stretch DECIMAL(30) PATH '$.load_percent' NULL ON ERROR, hits DECIMAL(30) PATH '$.cache_hits' NULL ON ERROR, misses DECIMAL(30) PATH '$.cache_misses' NULL ON ERROR,
        a0 DECIMAL(30) PATH '$.class_ages_ms[0]' NULL ON ERROR, a1 DECIMAL(30) PATH '$.class_ages_ms[1]' NULL ON ERROR, a2 DECIMAL(30) PATH '$.class_ages_ms[2]' NULL ON ERROR,
        a3 DECIMAL(30) PATH '$.class_ages_ms[3]' NULL ON ERROR, a4 DECIMAL(30) PATH '$.class_ages_ms[4]' NULL ON ERROR)) j
     WHERE j.health IN ('GREEN', 'YELLOW', 'RED') AND CHAR_LENGTH(j.reasons) <= 1000
       AND LEAST(j.bots, j.wanted, j.ticks, j.over_budget, j.p50, j.p99, j.most, j.cpu, j.bytes, j.stretch, j.hits, j.misses, j.a0, j.a1, j.a2, j.a3, j.a4) >= 0
       AND GREATEST(j.bots, j.wanted, j.p50, j.p99, j.most, j.cpu, j.stretch, j.a0, j.a1, j.a2, j.a3, j.a4) <= 4294967295
       AND GREATEST(j.ticks, j.over_budget, j.bytes, j.hits, j.misses) <= 18446744073709551615;
    IF v_good = 0 THEN
      CALL playerbot._raise('bad_rows', 'save_agent_health', 'the row lacks health, reasons or a figure, or has one out of its range');
    END IF;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'save_agent_health',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    SELECT h.health, h.health_since INTO v_was, v_since FROM playerbot.agent_health h WHERE h.agent_id = v_agent_id FOR UPDATE;
    SET v_since = IF(v_was = v_health, v_since, UTC_TIMESTAMP(6));
    INSERT INTO playerbot.agent_health (agent_id, health, reasons, health_since, bot_count, wanted_count, tick_count, over_count, tick_p50_us, tick_p99_us, tick_max_us,
      cpu_permille, bot_bytes, load_percent, cache_hit_count, cache_miss_count, critical_age_ms, high_age_ms, normal_age_ms, low_age_ms, idle_age_ms, at)
    SELECT v_agent_id, v_health, v_reasons, v_since, j.bots, j.wanted, j.ticks, j.over_budget, j.p50, j.p99, j.most, j.cpu, j.bytes, j.stretch, j.hits, j.misses,
           j.a0, j.a1, j.a2, j.a3, j.a4, UTC_TIMESTAMP(6)
      FROM JSON_TABLE(in_row, '$' COLUMNS (bots INT UNSIGNED PATH '$.bots', wanted INT UNSIGNED PATH '$.wanted', ticks BIGINT UNSIGNED PATH '$.ticks',
        over_budget BIGINT UNSIGNED PATH '$.over_budget', p50 INT UNSIGNED PATH '$.tick_p50_us', p99 INT UNSIGNED PATH '$.tick_p99_us', most INT UNSIGNED PATH '$.tick_max_us',
        cpu INT UNSIGNED PATH '$.cpu_permille', bytes BIGINT UNSIGNED PATH '$.bytes_per_bot', stretch INT UNSIGNED PATH '$.load_percent',
        hits BIGINT UNSIGNED PATH '$.cache_hits', misses BIGINT UNSIGNED PATH '$.cache_misses', a0 INT UNSIGNED PATH '$.class_ages_ms[0]',
        a1 INT UNSIGNED PATH '$.class_ages_ms[1]', a2 INT UNSIGNED PATH '$.class_ages_ms[2]', a3 INT UNSIGNED PATH '$.class_ages_ms[3]', a4 INT UNSIGNED PATH '$.class_ages_ms[4]')) j
    ON DUPLICATE KEY UPDATE health = VALUES(health), reasons = VALUES(reasons), health_since = VALUES(health_since), bot_count = VALUES(bot_count),
      wanted_count = VALUES(wanted_count), tick_count = VALUES(tick_count), over_count = VALUES(over_count), tick_p50_us = VALUES(tick_p50_us),
      tick_p99_us = VALUES(tick_p99_us), tick_max_us = VALUES(tick_max_us), cpu_permille = VALUES(cpu_permille), bot_bytes = VALUES(bot_bytes),
      load_percent = VALUES(load_percent), cache_hit_count = VALUES(cache_hit_count), cache_miss_count = VALUES(cache_miss_count),
      critical_age_ms = VALUES(critical_age_ms), high_age_ms = VALUES(high_age_ms), normal_age_ms = VALUES(normal_age_ms), low_age_ms = VALUES(low_age_ms),
      idle_age_ms = VALUES(idle_age_ms), at = VALUES(at);
    IF COALESCE(v_was, 'GREEN') <> v_health AND 'RED' IN (v_was, v_health) THEN
      SET v_is_audited = 1;
      CALL playerbot._audit('agent_health', v_agent_id, NULL, JSON_OBJECT('health', v_health, 'was', v_was, 'reasons', v_reasons));
    END IF;
    COMMIT;
  END;
  SELECT v_health AS health, v_was AS was, v_is_audited AS is_audited;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.save_agent_health TO playerbot_agent, playerbot_admin;
