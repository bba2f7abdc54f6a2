SELECT guid, account_id, name, level, reason, disabled_at FROM playerbot.disabled_characters WHERE FALSE;
