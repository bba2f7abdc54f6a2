-- What the bots' systems cost each agent; the last figures stay.
CREATE TABLE playerbot.system_metrics (
  agent_id      BIGINT UNSIGNED NOT NULL COMMENT 'Incarnation that wrote it',
  system        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'System',
  class         ENUM('critical','high','normal','low','idle') NOT NULL COMMENT 'Class of its turns',
  update_count  BIGINT UNSIGNED NOT NULL COMMENT 'Steps of bots',
  error_count   BIGINT UNSIGNED NOT NULL COMMENT 'Steps that ended with an error',
  cpu_us        BIGINT UNSIGNED NOT NULL COMMENT 'CPU time, microseconds',
  p50_ns        BIGINT UNSIGNED NOT NULL COMMENT 'Median time of a step, ns',
  p99_ns        BIGINT UNSIGNED NOT NULL COMMENT 'Time that 99 of 100 steps do not exceed, ns',
  max_ns        BIGINT UNSIGNED NOT NULL COMMENT 'Longest step, ns',
  max_age_ms    BIGINT UNSIGNED NOT NULL COMMENT 'How late a step came at most, ms',
  cut_count     BIGINT UNSIGNED NOT NULL COMMENT 'Ticks that ended before it was through',
  bot_count     BIGINT UNSIGNED NOT NULL COMMENT 'Bots that think',
  bot_bytes     BIGINT UNSIGNED NOT NULL COMMENT 'Memory for each bot, bytes',
  state         VARCHAR(16) NOT NULL COMMENT 'normal, off, or its fault',
  at            DATETIME(6) NOT NULL COMMENT 'Written, UTC',
  PRIMARY KEY (agent_id, system),
  CONSTRAINT fk_system_metric_agent FOREIGN KEY (agent_id) REFERENCES playerbot.agents (agent_id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Last figures of each agent''s systems';
