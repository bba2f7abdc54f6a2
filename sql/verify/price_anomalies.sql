SELECT day, house_id, item_id, kind, seen_copper, expected_copper, score, first_at, last_at
  FROM playerbot.price_anomalies WHERE FALSE;
