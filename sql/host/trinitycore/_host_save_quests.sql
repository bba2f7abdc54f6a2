DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_save_quests()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes the quest logs of realm_save_characters() as this core has them: counts have rows of their own, numbered as in the realm.
Parameters: none; reads kept_rows and kept_quests
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_save_quests()'
BEGIN
  DELETE q FROM playerbot.kept_rows r STRAIGHT_JOIN characters.character_queststatus q ON q.guid = r.guid
    LEFT JOIN playerbot.kept_quests t ON t.guid = q.guid AND t.quest = q.quest
   WHERE r.outcome = 'applied' AND r.quests IS NOT NULL AND t.guid IS NULL;
  DELETE o FROM playerbot.kept_rows r STRAIGHT_JOIN characters.character_queststatus_objectives o ON o.guid = r.guid
    LEFT JOIN playerbot.kept_quests t ON t.guid = o.guid AND t.quest = o.quest
   WHERE r.outcome = 'applied' AND r.quests IS NOT NULL AND t.guid IS NULL;
  INSERT INTO characters.character_queststatus (guid, quest, status, endTime)
  SELECT t.guid, t.quest, t.status, t.ends_at FROM playerbot.kept_quests t
  ON DUPLICATE KEY UPDATE status = VALUES(status), endTime = VALUES(endTime);
  -- A count of 0 has no row; one that was above it, of a quest taken again, goes.
  DELETE o FROM playerbot.kept_quests t STRAIGHT_JOIN characters.character_queststatus_objectives o ON o.guid = t.guid AND o.quest = t.quest
   WHERE ELT(o.objective + 1, t.c1, t.c2, t.c3, t.c4, t.i1, t.i2, t.i3, t.i4, t.i5, t.i6) = 0;
  INSERT INTO characters.character_queststatus_objectives (guid, quest, objective, data)
  SELECT t.guid, t.quest, s.seq, CASE s.seq WHEN 0 THEN t.c1 WHEN 1 THEN t.c2 WHEN 2 THEN t.c3 WHEN 3 THEN t.c4 WHEN 4 THEN t.i1 WHEN 5 THEN t.i2
                                            WHEN 6 THEN t.i3 WHEN 7 THEN t.i4 WHEN 8 THEN t.i5 ELSE t.i6 END AS data
    FROM playerbot.kept_quests t JOIN seq_0_to_9 s
  HAVING data > 0
  ON DUPLICATE KEY UPDATE data = VALUES(data);
END //
DELIMITER ;
