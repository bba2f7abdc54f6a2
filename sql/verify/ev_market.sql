SELECT 1 / COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '{playerbot}' AND EVENT_NAME = 'ev_market';
SELECT 1 / COUNT(*) FROM playerbot.event_runs WHERE name = 'market';
