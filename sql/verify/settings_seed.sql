SELECT 1 / (COUNT(*) >= 18) FROM playerbot.settings;
