SELECT batch_id, content_json FROM playerbot.market_inbox WHERE FALSE;
