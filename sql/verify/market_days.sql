SELECT day, house_id, price_count, sale_count, sale_copper, bot_sold_copper, bot_bought_copper, bot_copper, item_count, index_log, change_number, refreshed_number
  FROM playerbot.market_days WHERE FALSE;
