SELECT 1 / (COUNT(*) = 2) FROM playerbot.errors WHERE code IN (45600, 45601);
