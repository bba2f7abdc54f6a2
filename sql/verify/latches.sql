SELECT name, claimed_by, claimed_until, number, description FROM playerbot.latches WHERE FALSE;
