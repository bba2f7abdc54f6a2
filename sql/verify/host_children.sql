SELECT schema_role, table_name, column_name, parent_table, parent_column, source, depth FROM playerbot.host_children WHERE FALSE;
