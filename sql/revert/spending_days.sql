DROP TABLE IF EXISTS playerbot.spending_days;
