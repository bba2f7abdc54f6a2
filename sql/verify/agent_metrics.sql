SELECT agent_id, name, value, unit, at FROM playerbot.agent_metrics WHERE FALSE;
