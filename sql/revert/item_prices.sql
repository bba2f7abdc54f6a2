DELETE FROM playerbot.latches WHERE name = 'market';
DROP TABLE IF EXISTS playerbot.item_prices;
