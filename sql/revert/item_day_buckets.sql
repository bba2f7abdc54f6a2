DROP TABLE IF EXISTS playerbot.item_day_buckets;
