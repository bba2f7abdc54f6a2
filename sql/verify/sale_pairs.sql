SELECT day, house_id, item_id, first_guid, second_guid, sale_count, piece_count, sale_copper
  FROM playerbot.sale_pairs WHERE FALSE;
