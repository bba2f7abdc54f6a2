DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._make_names(in_count INT UNSIGNED)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Makes names of two to four syllables: a consonant, a vowel, now and then a consonant behind. What is there already, is
banned, or has three equal letters in a row is left out, so fewer may come.
Parameters: in_count: names to try, 1 to 200000
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._make_names(10000)'
BEGIN
  DECLARE v_first, v_vowels, v_last VARCHAR(64) CHARACTER SET ascii DEFAULT NULL;

  SET v_first = 'b,d,f,g,h,j,k,l,m,n,p,r,s,t,v,w,z,br,dr,gr,kr,tr,th,sh,st,vr';
  SET v_vowels = 'a,e,i,o,u,ae,ei,ia,or,ar,el';
  SET v_last = ',,,n,r,l,s,th,k,m';
  INSERT IGNORE INTO playerbot.names (name)
  SELECT CONCAT(UPPER(LEFT(t.name, 1)), SUBSTRING(t.name, 2))
    FROM (SELECT LEFT(CONCAT(
                   SUBSTRING_INDEX(SUBSTRING_INDEX(v_first, ',', 1 + FLOOR(RAND() * 26)), ',', -1),
                   SUBSTRING_INDEX(SUBSTRING_INDEX(v_vowels, ',', 1 + FLOOR(RAND() * 11)), ',', -1),
                   SUBSTRING_INDEX(SUBSTRING_INDEX(v_first, ',', 1 + FLOOR(RAND() * 26)), ',', -1),
                   SUBSTRING_INDEX(SUBSTRING_INDEX(v_vowels, ',', 1 + FLOOR(RAND() * 11)), ',', -1),
                   IF(RAND() < 0.6, CONCAT(SUBSTRING_INDEX(SUBSTRING_INDEX(v_first, ',', 1 + FLOOR(RAND() * 26)), ',', -1),
                                           SUBSTRING_INDEX(SUBSTRING_INDEX(v_vowels, ',', 1 + FLOOR(RAND() * 11)), ',', -1)), ''),
                   SUBSTRING_INDEX(SUBSTRING_INDEX(v_last, ',', 1 + FLOOR(RAND() * 10)), ',', -1)), 12) AS name
            FROM seq_1_to_200000 s LIMIT in_count) t
   WHERE CHAR_LENGTH(t.name) >= 4 AND t.name NOT RLIKE '(.)\\1\\1'
     AND NOT EXISTS (SELECT 1 FROM playerbot.name_bans b WHERE LOCATE(b.part, t.name) > 0)
     AND NOT EXISTS (SELECT 1 FROM characters.characters c
                      WHERE c.name = CONVERT(CONCAT(UPPER(LEFT(t.name, 1)), SUBSTRING(t.name, 2)) USING utf8mb4) COLLATE utf8mb4_bin);
END //
DELIMITER ;
