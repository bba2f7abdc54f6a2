DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._has_world_items()
  RETURNS TINYINT READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'Whether the world database has an item_template of the 3.3.5 form.
Parameters: none
Returns: 1 or 0
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: SELECT playerbot._has_world_items()'
RETURN (SELECT COUNT(*) = 18 FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA = '{world}' AND c.TABLE_NAME = 'item_template'
  AND c.COLUMN_NAME IN ('entry', 'class', 'subclass', 'name', 'Quality', 'InventoryType', 'AllowableClass', 'AllowableRace', 'ItemLevel', 'RequiredLevel', 'bonding', 'startquest',
                        'stat_type1', 'stat_value1', 'stat_type2', 'stat_value2', 'stat_type5', 'stat_value5')) //
DELIMITER ;
