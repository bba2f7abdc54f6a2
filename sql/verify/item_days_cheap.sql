SELECT cheap_scan_count FROM playerbot.item_days WHERE FALSE;
