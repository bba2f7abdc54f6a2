DROP TABLE IF EXISTS playerbot.market_inbox;
