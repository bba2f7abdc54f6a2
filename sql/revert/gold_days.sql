DROP TABLE IF EXISTS playerbot.gold_days;
