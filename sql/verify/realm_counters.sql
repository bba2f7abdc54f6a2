SELECT realm_counter_id, last_guid FROM playerbot.realm_counters WHERE FALSE;
