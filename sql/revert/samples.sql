DROP TABLE IF EXISTS playerbot.samples;
