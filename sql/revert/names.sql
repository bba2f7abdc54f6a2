DROP TABLE IF EXISTS playerbot.name_bans;
DROP TABLE IF EXISTS playerbot.names;
