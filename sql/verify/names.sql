SELECT name_id, name, agent_id, is_used, reserved_at, is_free FROM playerbot.names WHERE FALSE;
SELECT part, reason FROM playerbot.name_bans WHERE FALSE;
