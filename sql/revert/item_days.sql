DROP TABLE IF EXISTS playerbot.item_days;
