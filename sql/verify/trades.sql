SELECT trade_id, kind, at, content_md5, agent_id, recorded_at
  FROM playerbot.trades WHERE FALSE;
