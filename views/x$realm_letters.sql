-- Row: one letter of an embedded realm that nobody has taken yet. Columns: realm, letter_id, receiver_guid, sender_guid, other_guid, reason, copper, item_entry,
-- item_count, auction_id, house_id, auction_entry, auction_count, price_copper, deposit_copper, cut_copper, arrives_s (on the houses' clock).
-- Read by: the embedded realm, admin. Example: SELECT SUM(copper) FROM playerbot.x$realm_letters WHERE realm = 'make-run'
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_letters AS
SELECT l.realm AS realm, l.letter_id AS letter_id, l.receiver_guid AS receiver_guid, l.sender_guid AS sender_guid, l.other_guid AS other_guid, l.reason AS reason,
       l.copper AS copper, l.item_entry AS item_entry, l.item_count AS item_count, l.auction_id AS auction_id, l.house_id AS house_id, l.auction_entry AS auction_entry,
       l.auction_count AS auction_count, l.price_copper AS price_copper, l.deposit_copper AS deposit_copper, l.cut_copper AS cut_copper, l.arrives_s AS arrives_s
  FROM playerbot.realm_letters l;
GRANT SELECT ON playerbot.x$realm_letters TO playerbot_realm, playerbot_admin;
