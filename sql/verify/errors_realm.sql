SELECT 1 / (COUNT(*) = 2) FROM playerbot.errors WHERE code IN (45203, 45204);
