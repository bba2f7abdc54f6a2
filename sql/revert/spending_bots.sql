DROP TABLE IF EXISTS playerbot.spending_bots;
