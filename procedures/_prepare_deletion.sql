DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._prepare_deletion()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Makes ready what a deletion needs: looks again where host rows hang on characters and accounts, so that a
table added since the deployment is cleaned too, and writes the statements, deepest tables first.
Parameters: none
Returns: nothing; the temporary tables deletion_steps, doomed_accounts and doomed_characters
Raises: nothing of its own
Transaction: its own
Granted to: nobody
Example: CALL playerbot._prepare_deletion()'
BEGIN
  CALL playerbot._refresh_host_children();
  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.doomed_characters (guid BIGINT UNSIGNED NOT NULL PRIMARY KEY) ENGINE=InnoDB;
  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.doomed_accounts (
    account_id INT UNSIGNED NOT NULL PRIMARY KEY, bnet_account_id INT UNSIGNED NULL, fence BIGINT UNSIGNED NOT NULL) ENGINE=InnoDB;
  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.deletion_steps (
    step_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, is_account_step TINYINT NOT NULL, statement TEXT NOT NULL) ENGINE=InnoDB;
  DELETE FROM playerbot.deletion_steps;
  INSERT INTO playerbot.deletion_steps (is_account_step, statement)
  WITH RECURSIVE paths (is_account_step, depth, schema_role, table_name, from_clause) AS (
    SELECT h.parent_table <> 'characters', 1, h.schema_role, h.table_name,
           CONCAT(IF(h.parent_table = 'characters', playerbot._quote_name('{playerbot}', 'doomed_characters'),
                                                    playerbot._quote_name('{playerbot}', 'doomed_accounts')), ' t0 STRAIGHT_JOIN ',
                  playerbot._quote_name(IF(h.schema_role = 'auth', '{auth}', '{characters}'), h.table_name), ' t1 ON t1.`', h.column_name, '` = t0.',
                  CASE h.parent_table WHEN 'characters' THEN 'guid' WHEN 'account' THEN 'account_id' ELSE 'bnet_account_id' END)
      FROM playerbot.host_children h
     WHERE (h.parent_table = 'characters' AND h.parent_column = 'guid')
        OR (h.parent_table IN ('account', 'battlenet_accounts') AND h.parent_column = 'id')
    UNION ALL
    SELECT p.is_account_step, p.depth + 1, h.schema_role, h.table_name,
           CAST(CONCAT(p.from_clause, ' STRAIGHT_JOIN ', playerbot._quote_name(IF(h.schema_role = 'auth', '{auth}', '{characters}'), h.table_name),
                  ' t', p.depth + 1, ' ON t', p.depth + 1, '.`', h.column_name, '` = t', p.depth, '.`', h.parent_column, '`') AS CHAR(4000))
      FROM paths p
      JOIN playerbot.host_children h ON h.schema_role = p.schema_role AND h.parent_table = p.table_name
     WHERE p.depth < 5 AND h.table_name NOT IN ('characters', 'account', 'battlenet_accounts')
       AND LOCATE(CONCAT('`', h.table_name, '` t'), p.from_clause) = 0
  )
  SELECT p.is_account_step, CONCAT('DELETE t', p.depth, ' FROM ', p.from_clause) FROM paths p
   WHERE p.table_name NOT IN ('characters', 'account', 'battlenet_accounts')
   ORDER BY p.is_account_step, p.depth DESC, p.table_name;
  COMMIT;
END //
DELIMITER ;
