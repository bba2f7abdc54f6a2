DROP TABLE IF EXISTS playerbot.sale_pairs;
