DROP TABLE IF EXISTS playerbot.code_objects;
