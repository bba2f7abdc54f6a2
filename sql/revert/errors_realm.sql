DELETE FROM playerbot.errors WHERE code IN (45203, 45204);
