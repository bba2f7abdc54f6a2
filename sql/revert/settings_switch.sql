DELETE FROM playerbot.settings WHERE name = 'market_is_open';
