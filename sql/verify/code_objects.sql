SELECT schema_name, kind, name, definition_sha FROM playerbot.code_objects WHERE FALSE;
