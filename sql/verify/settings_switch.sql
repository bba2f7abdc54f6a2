SELECT 1 / (COUNT(*) = 1) FROM playerbot.settings WHERE name = 'market_is_open';
