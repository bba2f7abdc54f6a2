DROP TABLE IF EXISTS playerbot.disabled_characters;
