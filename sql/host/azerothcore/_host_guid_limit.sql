DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._host_guid_limit()
  RETURNS BIGINT UNSIGNED DETERMINISTIC NO SQL SQL SECURITY DEFINER
  COMMENT 'The largest guid that a character of the embedded realm may have: item_instance.guid is an INT, and a thing has the guid of its character x 128 + its slot.
Parameters: none
Returns: the guid
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: SELECT playerbot._host_guid_limit()'
RETURN 33554431 //
DELIMITER ;
