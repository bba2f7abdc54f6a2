SELECT kept_count FROM playerbot.accounts WHERE FALSE;
