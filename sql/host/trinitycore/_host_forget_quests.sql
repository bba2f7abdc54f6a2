DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_forget_quests()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Deletes the counts of quests of realm_delete_characters().
Parameters: none; reads dead_rows
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_forget_quests()'
BEGIN
  DELETE o FROM playerbot.dead_rows d STRAIGHT_JOIN characters.character_queststatus_objectives o ON o.guid = d.guid;
END //
DELIMITER ;
