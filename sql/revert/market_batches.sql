DROP TABLE IF EXISTS playerbot.market_batches;
