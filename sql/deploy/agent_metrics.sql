CREATE TABLE playerbot.agent_metrics (
  agent_id BIGINT UNSIGNED NOT NULL COMMENT 'Incarnation that wrote it',
  name     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Figure',
  value    BIGINT UNSIGNED NOT NULL COMMENT 'Its value',
  unit     VARCHAR(32) NOT NULL COMMENT 'Unit; one that ends in now is a level, the others only grow',
  at       DATETIME(6) NOT NULL COMMENT 'Written, UTC',
  PRIMARY KEY (agent_id, name),
  CONSTRAINT fk_metric_agent FOREIGN KEY (agent_id) REFERENCES playerbot.agents (agent_id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Last figures that each agent wrote of itself';
