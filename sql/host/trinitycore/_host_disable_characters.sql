DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_disable_characters()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Soft-deletes the characters in doomed_characters the way the host does it.
TrinityCore lets the name be NULL, since it is unique. The date lies in 2100: the host purges what was deleted before a date
in the past, so it never takes these; the host''s own undelete still lists them.
Parameters: none; the temporary table doomed_characters
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_disable_characters()'
UPDATE characters.characters c
  JOIN playerbot.doomed_characters d ON d.guid = c.guid
   SET c.deleteInfos_Name = c.name, c.deleteInfos_Account = c.account, c.deleteDate = 4102444800, c.name = NULL, c.account = 0 //
DELIMITER ;
