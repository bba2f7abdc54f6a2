DROP TABLE IF EXISTS playerbot.event_runs;
