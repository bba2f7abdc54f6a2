DROP TABLE IF EXISTS playerbot.trades;
