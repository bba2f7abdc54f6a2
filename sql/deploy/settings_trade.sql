INSERT INTO playerbot.settings (name, value, unit, kind, minimum, maximum, choices, is_live, description) VALUES
('trade_policy', 'group', '', 'choice', NULL, NULL, 'market,group', 1, 'On which terms bots trade: at market prices; group: members of the group also get what they need'),
('trade_security', 'everyone', '', 'choice', NULL, NULL, 'nobody,group,everyone', 1, 'With whom bots trade at all'),
('trade_purchases', '0', '', 'boolean', NULL, NULL, NULL, 1, 'Bots may pay money in trades, while the market is open; 0: no bot ever does'),
('trade_daily_gift', '50000', 'copper', 'integer', 0, 100000000, NULL, 1, 'What all bots together give one partner for nothing in a day'),
('trade_daily_trades', '50', 'trades', 'integer', 0, 100000, NULL, 1, 'Trades of all bots together with one partner in a day');
