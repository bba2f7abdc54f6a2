DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._build_orphan_view()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes the view _v_host_orphans from host_children: a view cannot name tables at run time.
Parameters: none
Returns: nothing
Raises: nothing of its own
Transaction: none; CREATE VIEW commits
Granted to: nobody
Example: CALL playerbot._build_orphan_view()'
BEGIN
  DECLARE v_body LONGTEXT;

  SET STATEMENT group_concat_max_len = 67108864 FOR
    SELECT GROUP_CONCAT(CONCAT('SELECT ''', IF(h.schema_role = 'auth', '{auth}', '{characters}'), ''' AS schema_name, ''', h.table_name, ''' AS table_name, ''',
             h.column_name, ''' AS column_name, ''', h.parent_table, '.', h.parent_column, ''' AS missing_parent, CAST(t.`', h.column_name,
             '` AS CHAR(64)) COLLATE utf8mb4_unicode_ci AS missing_key, COUNT(*) AS row_count FROM ',
             playerbot._quote_name(IF(h.schema_role = 'auth', '{auth}', '{characters}'), h.table_name), ' t LEFT JOIN ',
             playerbot._quote_name(IF(h.schema_role = 'auth' OR h.parent_table IN ('account', 'battlenet_accounts'), '{auth}', '{characters}'), h.parent_table),
             ' p ON p.`', h.parent_column, '` = t.`', h.column_name, '` WHERE p.`', h.parent_column, '` IS NULL AND t.`', h.column_name, '` > 0 GROUP BY t.`', h.column_name, '`')
             ORDER BY h.schema_role, h.table_name, h.column_name, h.parent_table SEPARATOR ' UNION ALL ')
      INTO v_body
      FROM playerbot.host_children h;
  EXECUTE IMMEDIATE CONCAT('CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot._v_host_orphans AS ', v_body);
END //
DELIMITER ;
