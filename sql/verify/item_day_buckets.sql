SELECT day, house_id, item_id, bucket, ask_count, ask_copper, sale_count, sale_copper
  FROM playerbot.item_day_buckets WHERE FALSE;
