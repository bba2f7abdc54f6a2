DROP TABLE IF EXISTS playerbot.market_days;
