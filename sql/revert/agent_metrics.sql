DROP TABLE IF EXISTS playerbot.agent_metrics;
