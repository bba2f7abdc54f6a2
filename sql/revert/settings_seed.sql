DELETE FROM playerbot.settings;
