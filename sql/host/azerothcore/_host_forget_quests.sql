DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_forget_quests()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Deletes what this core keeps of quests beside their rows: nothing.
Parameters: none; reads nothing
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_forget_quests()'
BEGIN
  DO 0;
END //
DELIMITER ;
