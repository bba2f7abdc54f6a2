SELECT account_id, fence, sequence, format_version, state, active_at, is_hibernated, saved_at FROM playerbot.sessions WHERE FALSE;
