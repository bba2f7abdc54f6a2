-- Row: one item in one auction house, as the event market worked it out last; all figures from today and the fourteen days before it. Columns: house_id,
-- item_id, price (trusted, copper of a piece: weighted median of the values of days), average, median, deviation (of all prices asked and paid, by piece), low (asked,
-- on the last day), sale_average, auctiondb (reference by the method of AuctionDB), volume (pieces sold), ask_count (pieces), trend (% a day), confidence (0 to 1),
-- day_count, last_seen_at (UTC), revision (read what is above the highest one seen, to keep a copy up to date).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_item_prices WHERE revision > 17
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_item_prices AS
SELECT p.house_id AS house_id, p.item_id AS item_id, p.price AS price, p.average AS average, p.median AS median, p.deviation AS deviation, p.low AS low, p.sale_average AS sale_average,
       p.auctiondb AS auctiondb, p.volume AS volume, p.ask_count AS ask_count, p.trend AS trend, p.confidence AS confidence, p.day_count AS day_count, p.last_seen_at AS last_seen_at, p.revision AS revision
  FROM playerbot.item_prices p;
GRANT SELECT ON playerbot.v_item_prices TO playerbot_agent, playerbot_monitor, playerbot_admin;
