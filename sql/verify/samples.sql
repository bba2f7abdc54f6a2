SELECT sampled_at, table_name, row_count, bytes_count FROM playerbot.samples WHERE FALSE;
