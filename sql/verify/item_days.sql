SELECT day, house_id, item_id, auction_count, ask_count, ask_copper, ask_squares, low_copper, high_copper, scan_count, scan_value_sum, last_scan_value, sale_count, sale_piece_count, sale_copper, sale_squares, median, value, seen_at, is_stale
  FROM playerbot.item_days WHERE FALSE;
