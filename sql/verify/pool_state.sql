SELECT pool_state_id, pooled_count, low_account_id, high_account_id, counted_at FROM playerbot.pool_state WHERE FALSE;
