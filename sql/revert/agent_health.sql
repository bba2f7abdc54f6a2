DROP TABLE IF EXISTS playerbot.agent_health;
