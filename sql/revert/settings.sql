DROP TABLE IF EXISTS playerbot.settings;
