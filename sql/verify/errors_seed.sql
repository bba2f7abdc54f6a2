SELECT 1 / (COUNT(*) >= 27) FROM playerbot.errors;
