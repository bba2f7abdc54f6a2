SELECT house_id, item_id, price, auctiondb, average, median, deviation, low, sale_average, volume, ask_count, trend, confidence, day_count, last_seen_at, refreshed_on, revision
  FROM playerbot.item_prices WHERE FALSE;
SELECT 1 / COUNT(*) FROM playerbot.latches WHERE name = 'market';
