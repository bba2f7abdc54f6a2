SELECT day, guid, spent_copper
  FROM playerbot.spending_bots WHERE FALSE;
