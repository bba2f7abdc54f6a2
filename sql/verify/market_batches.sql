SELECT batch_id, kind, agent_id, observed_at, row_count, content_md5, recorded_at
  FROM playerbot.market_batches WHERE FALSE;
