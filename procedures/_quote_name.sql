DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._quote_name(in_schema VARCHAR(64), in_table VARCHAR(64))
  RETURNS VARCHAR(300) CHARSET utf8mb4 COLLATE utf8mb4_unicode_ci DETERMINISTIC NO SQL SQL SECURITY DEFINER
  COMMENT 'Qualified and quoted name of a table, for statements that are put together at run time.
Parameters: in_schema, in_table: names as the server keeps them
Returns: `schema`.`table`
Raises: nothing
Transaction: none
Granted to: nobody
Example: SELECT playerbot._quote_name(''a'', ''b'')'
RETURN CONCAT('`', REPLACE(in_schema, '`', '``'), '`.`', REPLACE(in_table, '`', '``'), '`') //
DELIMITER ;
