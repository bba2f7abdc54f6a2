CREATE TABLE playerbot.host_children (
  schema_role   ENUM('auth','characters') NOT NULL COMMENT 'Which host database the table is in',
  table_name    VARCHAR(64) NOT NULL COMMENT 'Table with rows that depend on another',
  column_name   VARCHAR(64) NOT NULL COMMENT 'Its column that names the parent',
  parent_table  VARCHAR(64) NOT NULL COMMENT 'Parent table in the same database',
  parent_column VARCHAR(64) NOT NULL COMMENT 'Column of the parent that is named',
  source        ENUM('list','foreign_key') NOT NULL COMMENT 'Maintained list, or found in the database',
  depth         TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'Steps from the root; deeper rows are deleted first',
  PRIMARY KEY (schema_role, table_name, column_name, parent_table, parent_column)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Where rows hang on characters and accounts in the host databases; roots are characters.guid, account.id, battlenet_accounts.id';
