-- Row: one auction of an embedded realm in which a bot has something. Columns: realm, auction_id, house_id, item_entry, item_count, seller_guid,
-- seller_account (0: a human), bidder_guid (0: nobody), least_copper, bid_copper, buyout_copper, deposit_copper, ends_s (on the houses' clock).
-- Read by: the embedded realm, admin. Example: SELECT COUNT(*) FROM playerbot.x$realm_auctions WHERE realm = 'make-run'
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_auctions AS
SELECT a.realm AS realm, a.auction_id AS auction_id, a.house_id AS house_id, a.item_entry AS item_entry, a.item_count AS item_count, a.seller_guid AS seller_guid,
       a.seller_account AS seller_account, a.bidder_guid AS bidder_guid, a.least_copper AS least_copper, a.bid_copper AS bid_copper, a.buyout_copper AS buyout_copper,
       a.deposit_copper AS deposit_copper, a.ends_s AS ends_s
  FROM playerbot.realm_auctions a;
GRANT SELECT ON playerbot.x$realm_auctions TO playerbot_realm, playerbot_admin;
