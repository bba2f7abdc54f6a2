SELECT batch_id, position, house_id, item_id, price_copper, piece_count, seller_guid, buyer_guid
  FROM playerbot.market_inbox WHERE FALSE;
