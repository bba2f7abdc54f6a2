SELECT code, name, summary, hint, is_retryable FROM playerbot.errors WHERE FALSE;
