INSERT INTO playerbot.event_runs (name, interval_s) VALUES ('market', 60);
-- The body is one CALL: code can be reloaded without touching the event.
CREATE OR REPLACE DEFINER = playerbot_definer@localhost EVENT playerbot.ev_market
  ON SCHEDULE EVERY 1 MINUTE
  ON COMPLETION PRESERVE ENABLE
  COMMENT 'Calls _run_event; last run, duration and error stand in v_health'
  DO CALL playerbot._run_event('market');
