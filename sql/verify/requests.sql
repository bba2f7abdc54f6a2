SELECT scope, routine, request_id, arguments, operation_id, result, created_at FROM playerbot.requests WHERE FALSE;
