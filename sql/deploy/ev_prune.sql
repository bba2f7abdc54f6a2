-- The body is one CALL: code can be reloaded without touching the event.
CREATE OR REPLACE DEFINER = playerbot_definer@localhost EVENT playerbot.ev_prune
  ON SCHEDULE EVERY 1 HOUR
  ON COMPLETION PRESERVE ENABLE
  COMMENT 'Calls _run_event; last run, duration and error stand in v_health'
  DO CALL playerbot._run_event('prune');
