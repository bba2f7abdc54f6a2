DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_save_quests()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes the quest logs of realm_save_characters() as this core has them: counts stand in the row.
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
  INSERT INTO characters.character_queststatus (guid, quest, status, mobcount1, mobcount2, mobcount3, mobcount4, itemcount1, itemcount2, itemcount3, itemcount4, itemcount5, itemcount6, timer)
  SELECT t.guid, t.quest, t.status, t.c1, t.c2, t.c3, t.c4, t.i1, t.i2, t.i3, t.i4, t.i5, t.i6, t.ends_at FROM playerbot.kept_quests t
  ON DUPLICATE KEY UPDATE status = VALUES(status), mobcount1 = VALUES(mobcount1), mobcount2 = VALUES(mobcount2), mobcount3 = VALUES(mobcount3), mobcount4 = VALUES(mobcount4),
    itemcount1 = VALUES(itemcount1), itemcount2 = VALUES(itemcount2), itemcount3 = VALUES(itemcount3), itemcount4 = VALUES(itemcount4),
    itemcount5 = VALUES(itemcount5), itemcount6 = VALUES(itemcount6), timer = VALUES(timer);
END //
DELIMITER ;
