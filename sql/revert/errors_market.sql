DELETE FROM playerbot.errors WHERE code IN (45600, 45601);
