DELETE FROM playerbot.settings WHERE name IN ('trade_policy', 'trade_security', 'trade_purchases', 'trade_daily_gift', 'trade_daily_trades');
