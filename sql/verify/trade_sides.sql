SELECT trade_id, side, guid, is_bot, gave_copper, gave_items
  FROM playerbot.trade_sides WHERE FALSE;
