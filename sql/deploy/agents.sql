CREATE TABLE playerbot.agents (
  agent_id      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'One incarnation of an agent',
  agent_name_id INT UNSIGNED NOT NULL COMMENT 'Its name, as a number',
  name          VARCHAR(64)  NOT NULL COMMENT 'Name that the agent keeps over restarts',
  host          VARCHAR(255) NOT NULL COMMENT 'Machine it says it runs on',
  version       VARCHAR(64)  NOT NULL COMMENT 'Version it says it has',
  started_at    DATETIME(6)  NOT NULL COMMENT 'Registered, UTC',
  heartbeat_at  DATETIME(6)  NOT NULL COMMENT 'Last heartbeat, UTC',
  ended_at      DATETIME(6)  NULL COMMENT 'Ended, UTC; NULL while alive',
  end_reason    ENUM('unregistered','replaced','silent') NULL COMMENT 'Why it ended',
  live_name_id  INT UNSIGNED AS (IF(ended_at IS NULL, agent_name_id, NULL)) PERSISTENT COMMENT 'The name while alive: one live incarnation per name',
  PRIMARY KEY (agent_id),
  UNIQUE KEY uq_agent_live_name (live_name_id),
  KEY ix_agent_name (agent_name_id, agent_id),
  CONSTRAINT chk_agent_end CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CONSTRAINT fk_agent_name FOREIGN KEY (agent_name_id) REFERENCES agent_names (agent_name_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='One agent incarnation; its one heartbeat keeps all of its leases alive';
