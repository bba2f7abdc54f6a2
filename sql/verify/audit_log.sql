SELECT audit_id, at, actor, agent_id, action, account_id, detail FROM playerbot.audit_log WHERE FALSE;
