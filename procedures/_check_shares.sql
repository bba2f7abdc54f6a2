DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._check_shares(
  in_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, in_value VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, OUT out_wanted VARCHAR(255))
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Looks whether population_races and population_classes can go together: every race named must be able to be one of the classes, and
every class one of the races. What is not named counts when its setting is empty: all races, all classes but the death knight.
Parameters: in_name: population_races or population_classes; in_value: its new value, NAME:WEIGHT with one blank between, or nothing
Returns: out_wanted: what is wanted instead, NULL when it is well
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._check_shares(''population_races'', ''human:20 orc:10'', @wanted)'
BEGIN
  DECLARE v_races, v_classes VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT NULL;
  DECLARE v_bad VARCHAR(64) DEFAULT NULL;

  SET v_races = IF(in_name = 'population_races', in_value, playerbot._setting('population_races')),
      v_classes = IF(in_name = 'population_classes', in_value, playerbot._setting('population_classes')), out_wanted = NULL;
  -- 'human:20 orc:10' becomes [["human","20"],["orc","10"]].
  SET v_races = IF(v_races = '', '[]', CONCAT('[["', REPLACE(REPLACE(v_races, ' ', '"],["'), ':', '","'), '"]]')),
      v_classes = IF(v_classes = '', '[]', CONCAT('[["', REPLACE(REPLACE(v_classes, ' ', '"],["'), ':', '","'), '"]]'));
  WITH named AS (SELECT j.name, j.weight FROM JSON_TABLE(IF(in_name = 'population_races', v_races, v_classes),
                   '$[*]' COLUMNS (name VARCHAR(19) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]', weight INT PATH '$[1]')) j)
  SELECT CASE WHEN MAX(n.weight) > 10000 THEN 'weights from 0 to 10000'
              WHEN COUNT(*) > COUNT(DISTINCT n.name) THEN 'each name once'
              WHEN MAX(IF(k.name IS NULL, n.name, NULL)) IS NOT NULL
              THEN CONCAT(IF(in_name = 'population_races', 'races: ', 'classes: '), MAX(IF(k.name IS NULL, n.name, NULL)), ' is none') END
    INTO out_wanted
    FROM named n LEFT JOIN (SELECT DISTINCT IF(in_name = 'population_races', r.race_name, r.class_name) AS name FROM playerbot.race_classes r) k ON k.name = n.name;
  IF out_wanted IS NULL THEN
    CREATE OR REPLACE TEMPORARY TABLE playerbot.share_pairs ENGINE=MEMORY AS
    SELECT r.race_name AS race_name, r.class_name AS class_name
      FROM playerbot.race_classes r
     WHERE (v_races = '[]' OR r.race_name IN (SELECT j.name FROM JSON_TABLE(v_races, '$[*]'
             COLUMNS (name VARCHAR(19) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]', weight INT PATH '$[1]')) j WHERE j.weight > 0))
       AND IF(v_classes = '[]', r.class_name <> 'deathknight', r.class_name IN (SELECT j.name FROM JSON_TABLE(v_classes, '$[*]'
             COLUMNS (name VARCHAR(19) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]', weight INT PATH '$[1]')) j WHERE j.weight > 0));
    SELECT MIN(j.name) INTO v_bad
      FROM JSON_TABLE(v_races, '$[*]' COLUMNS (name VARCHAR(19) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]', weight INT PATH '$[1]')) j
     WHERE j.weight > 0 AND j.name NOT IN (SELECT p.race_name FROM playerbot.share_pairs p);
    IF v_bad IS NOT NULL THEN
      SET out_wanted = CONCAT('a class that ', v_bad, ' of population_races can be');
    ELSE
      SELECT MIN(j.name) INTO v_bad
        FROM JSON_TABLE(v_classes, '$[*]' COLUMNS (name VARCHAR(19) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]', weight INT PATH '$[1]')) j
       WHERE j.weight > 0 AND j.name NOT IN (SELECT p.class_name FROM playerbot.share_pairs p);
      IF v_bad IS NOT NULL THEN
        SET out_wanted = CONCAT('a race that can be ', v_bad, ' of population_classes');
      ELSEIF NOT EXISTS (SELECT 1 FROM playerbot.share_pairs) THEN
        SET out_wanted = 'a weight above 0';
      END IF;
    END IF;
    DROP TEMPORARY TABLE IF EXISTS playerbot.share_pairs;
  END IF;
END //
DELIMITER ;
