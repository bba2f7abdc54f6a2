DELETE FROM playerbot.errors WHERE code IN (45110, 45202);
