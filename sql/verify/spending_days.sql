SELECT day, spent_copper, booking_count, bot_refused_count, fleet_refused_count
  FROM playerbot.spending_days WHERE FALSE;
