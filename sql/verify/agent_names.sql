SELECT agent_name_id, name FROM playerbot.agent_names WHERE FALSE;
