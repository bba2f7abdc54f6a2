DELETE FROM playerbot.settings WHERE name IN ('auction_spending_bot', 'auction_spending_fleet', 'price_retention_days', 'price_detail_days', 'market_retention_days', 'trade_retention_days');
