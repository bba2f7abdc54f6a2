DELETE FROM playerbot.errors;
