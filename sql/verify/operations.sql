SELECT operation_id, kind, actor, connection_id, total_count, done_count, started_at, updated_at, ended_at, last_error FROM playerbot.operations WHERE FALSE;
