DROP TABLE IF EXISTS playerbot.requests;
