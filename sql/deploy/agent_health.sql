-- How well each agent's bots are, as it judges itself once a minute and whenever that changes. One row for each incarnation.
CREATE TABLE playerbot.agent_health (
  agent_id         BIGINT UNSIGNED NOT NULL COMMENT 'Incarnation that wrote it',
  health           ENUM('GREEN','YELLOW','RED') NOT NULL COMMENT 'The worst of all checks',
  reasons          VARCHAR(1000) NOT NULL COMMENT 'What is not GREEN, with value and bound; empty when all is',
  health_since     DATETIME(6) NOT NULL COMMENT 'Since when it has this health, UTC',
  bot_count        INT UNSIGNED NOT NULL COMMENT 'Bots in the world',
  wanted_count     INT UNSIGNED NOT NULL COMMENT 'Bots that the schedule wants there',
  tick_count       BIGINT UNSIGNED NOT NULL COMMENT 'Ticks since the start of the agent',
  over_count       BIGINT UNSIGNED NOT NULL COMMENT 'Ticks that took longer than their budget, since the start',
  tick_p50_us      INT UNSIGNED NOT NULL COMMENT 'Median CPU time of a tick since the row before, microseconds',
  tick_p99_us      INT UNSIGNED NOT NULL COMMENT 'CPU time that 99 of 100 of these ticks do not exceed, microseconds',
  tick_max_us      INT UNSIGNED NOT NULL COMMENT 'The longest of these ticks, microseconds',
  cpu_permille     INT UNSIGNED NOT NULL COMMENT 'CPU time of these ticks, thousandths of one core',
  bot_bytes        BIGINT UNSIGNED NOT NULL COMMENT 'Memory for each bot: bot table, schedules, systems, population; bytes',
  load_percent     INT UNSIGNED NOT NULL COMMENT 'Stretch of intervals by load control; 100 is none',
  cache_hit_count  BIGINT UNSIGNED NOT NULL COMMENT 'Look-ups of all caches that were known, since the start',
  cache_miss_count BIGINT UNSIGNED NOT NULL COMMENT 'Look-ups of all caches that were not, since the start',
  critical_age_ms  INT UNSIGNED NOT NULL COMMENT 'How late a step of the class critical came at most, ms',
  high_age_ms      INT UNSIGNED NOT NULL COMMENT 'The same of the class high, ms',
  normal_age_ms    INT UNSIGNED NOT NULL COMMENT 'The same of the class normal, ms',
  low_age_ms       INT UNSIGNED NOT NULL COMMENT 'The same of the class low, ms',
  idle_age_ms      INT UNSIGNED NOT NULL COMMENT 'The same of the class idle, ms',
  at               DATETIME(6) NOT NULL COMMENT 'Written, UTC',
  PRIMARY KEY (agent_id),
  CONSTRAINT fk_agent_health_agent FOREIGN KEY (agent_id) REFERENCES playerbot.agents (agent_id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='How well the bots of each agent are';
