DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._refresh_host_children()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Learns where host rows hang on characters and accounts: the maintained list of this core, as far as the tables
are there, and every foreign key of the database, so that a fork''s extra table is known.
Parameters: none
Returns: nothing; the table host_children
Raises: nothing of its own
Transaction: its own
Granted to: nobody
Example: CALL playerbot._refresh_host_children()'
BEGIN
  DECLARE v_depth, v_changed INT UNSIGNED DEFAULT 1;

  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.found_children LIKE playerbot.host_children;
  DELETE FROM playerbot.found_children;
  CALL playerbot._host_list_children();
  DELETE f FROM playerbot.found_children f
    LEFT JOIN (SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME FROM information_schema.COLUMNS c
                WHERE c.TABLE_SCHEMA IN ('{auth}', '{characters}')) i
      ON i.TABLE_SCHEMA = IF(f.schema_role = 'auth', '{auth}', '{characters}') AND i.TABLE_NAME = f.table_name AND i.COLUMN_NAME = f.column_name
   WHERE i.COLUMN_NAME IS NULL;

  INSERT IGNORE INTO playerbot.found_children (schema_role, table_name, column_name, parent_table, parent_column, source, depth)
  SELECT IF(k.TABLE_SCHEMA = '{auth}', 'auth', 'characters'), k.TABLE_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, 'foreign_key', 0
    FROM information_schema.KEY_COLUMN_USAGE k
   WHERE k.TABLE_SCHEMA IN ('{auth}', '{characters}') AND k.REFERENCED_TABLE_SCHEMA IN ('{auth}', '{characters}')
     AND (k.REFERENCED_TABLE_SCHEMA = k.TABLE_SCHEMA OR k.REFERENCED_TABLE_NAME IN ('characters', 'account', 'battlenet_accounts'))
     AND k.TABLE_NAME NOT IN ('characters', 'account', 'battlenet_accounts') AND k.POSITION_IN_UNIQUE_CONSTRAINT = 1;

  -- Depth 1 hangs on a root; what cannot be reached from one belongs to no character and no account.
  UPDATE playerbot.found_children SET depth = 0;
  UPDATE playerbot.found_children SET depth = 1
   WHERE (parent_table = 'characters' AND parent_column = 'guid') OR (parent_table IN ('account', 'battlenet_accounts') AND parent_column = 'id');
  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.found_parents (schema_role VARCHAR(16) NOT NULL, table_name VARCHAR(64) NOT NULL, PRIMARY KEY (schema_role, table_name)) CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ENGINE=InnoDB;
  WHILE v_changed > 0 AND v_depth < 5 DO
    DELETE FROM playerbot.found_parents;
    INSERT IGNORE INTO playerbot.found_parents SELECT f.schema_role, f.table_name FROM playerbot.found_children f WHERE f.depth = v_depth;
    UPDATE playerbot.found_children f JOIN playerbot.found_parents p ON p.schema_role = f.schema_role AND p.table_name = f.parent_table
       SET f.depth = v_depth + 1 WHERE f.depth = 0;
    SET v_changed = ROW_COUNT(), v_depth = v_depth + 1;
  END WHILE;
  DELETE FROM playerbot.found_children WHERE depth = 0;

  -- Rows that stay are not written again: a deployment that changes nothing leaves no trace.
  DELETE h FROM playerbot.host_children h LEFT JOIN playerbot.found_children f
      ON f.schema_role = h.schema_role AND f.table_name = h.table_name AND f.column_name = h.column_name
     AND f.parent_table = h.parent_table AND f.parent_column = h.parent_column AND f.source = h.source AND f.depth = h.depth
   WHERE f.table_name IS NULL;
  INSERT IGNORE INTO playerbot.host_children SELECT * FROM playerbot.found_children;
  COMMIT;
END //
DELIMITER ;
