DROP TABLE IF EXISTS playerbot.operations;
