SELECT 1 / COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '{playerbot}' AND EVENT_NAME = 'ev_sample';
