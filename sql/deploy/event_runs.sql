CREATE TABLE playerbot.event_runs (
  name            VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Event, without its prefix',
  interval_s      INT UNSIGNED NOT NULL COMMENT 'How often it should run, seconds',
  last_started_at DATETIME(6) NULL COMMENT 'Last start, UTC',
  last_ended_at   DATETIME(6) NULL COMMENT 'Last end, UTC',
  duration_ms     DECIMAL(12,3) UNSIGNED NULL COMMENT 'How long the last run took',
  run_count       BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Runs so far',
  error_count     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Runs that failed',
  last_error      VARCHAR(255) NULL COMMENT 'Error of the last run, NULL when it succeeded',
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What each event did last; v_health reads it';
INSERT INTO playerbot.event_runs (name, interval_s) VALUES ('reclaim', 5), ('refill', 10), ('sample', 60), ('prune', 3600);
