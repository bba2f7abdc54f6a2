DROP TABLE IF EXISTS playerbot.sessions;
