DROP EVENT IF EXISTS playerbot.ev_market;
DELETE FROM playerbot.event_runs WHERE name = 'market';
