DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_make_characters()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Inserts the characters of realm_create_characters() as this core has them: nothing else needs a value.
Parameters: none; reads born_rows
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_make_characters()'
BEGIN
  INSERT INTO characters.characters (guid, account, name, race, class, gender, level, xp, money, position_x, position_y, position_z, map, zone, taximask)
  SELECT r.guid, r.account_id, r.name, r.race, r.class, r.gender, r.level, 0, r.money, r.x, r.y, r.z, r.map, r.zone, ''
    FROM playerbot.born_rows r WHERE r.outcome = 'created' ORDER BY r.position;
END //
DELIMITER ;
