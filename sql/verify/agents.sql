SELECT agent_id, agent_name_id, name, host, version, started_at, heartbeat_at, ended_at, end_reason, live_name_id FROM playerbot.agents WHERE FALSE;
