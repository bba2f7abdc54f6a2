INSERT INTO playerbot.settings (name, value, unit, kind, minimum, maximum, choices, is_live, description) VALUES
('auction_spending_bot', '1000000', 'copper', 'integer', 0, 1000000000000000, NULL, 1, 'What a bot may spend in auctions and trades in a day; 0: nothing'),
('auction_spending_fleet', '100000000', 'copper', 'integer', 0, 1000000000000000, NULL, 1, 'What all bots together may spend in a day; 0 stops all purchases at once'),
('price_retention_days', '60', 'days', 'integer', 15, 3650, NULL, 1, 'How long prices by item and day are kept, and how old a batch may be'),
('price_detail_days', '3', 'days', 'integer', 1, 60, NULL, 1, 'How long distributions of prices and pairs of traders are kept'),
('market_retention_days', '400', 'days', 'integer', 15, 3650, NULL, 1, 'How long days of the market, the gold ledger, anomalies and spending are kept'),
('trade_retention_days', '90', 'days', 'integer', 1, 3650, NULL, 1, 'How long trades are kept, and how old a trade may be');
