DROP TABLE IF EXISTS playerbot.errors;
