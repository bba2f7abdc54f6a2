SELECT realm, auction_id, house_id, item_entry, item_count, seller_guid, seller_account, bidder_guid, least_copper, bid_copper, buyout_copper, deposit_copper, ends_s
  FROM playerbot.realm_auctions WHERE FALSE;
