INSERT INTO playerbot.settings (name, value, unit, kind, minimum, maximum, choices, is_live, description) VALUES
('market_is_open', '0', '', 'boolean', NULL, NULL, NULL, 1, 'Bots post, bid and buy in auction houses; 0: nothing new is begun, what is posted is collected');
