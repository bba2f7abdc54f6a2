DROP TABLE IF EXISTS playerbot.race_classes;
