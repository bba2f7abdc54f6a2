DROP TABLE IF EXISTS playerbot.agents;
