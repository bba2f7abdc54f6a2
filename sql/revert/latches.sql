DROP TABLE IF EXISTS playerbot.latches;
