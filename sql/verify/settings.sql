SELECT name, value, unit, kind, minimum, maximum, choices, is_live, description FROM playerbot.settings WHERE FALSE;
