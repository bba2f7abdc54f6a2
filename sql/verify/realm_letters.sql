SELECT realm, letter_id, receiver_guid, sender_guid, other_guid, reason, copper, item_entry, item_count, auction_id, house_id, auction_entry, auction_count, price_copper, deposit_copper, cut_copper, arrives_s
  FROM playerbot.realm_letters WHERE FALSE;
