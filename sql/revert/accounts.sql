DROP TABLE IF EXISTS playerbot.accounts;
