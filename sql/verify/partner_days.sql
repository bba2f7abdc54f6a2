SELECT day, guid, trade_count, given_copper, changed_at
  FROM playerbot.partner_days WHERE FALSE;
