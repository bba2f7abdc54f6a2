SELECT day, cause, created_copper, destroyed_copper, moved_copper
  FROM playerbot.gold_days WHERE FALSE;
