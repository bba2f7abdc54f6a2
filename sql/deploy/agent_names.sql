-- Numbers 0 and 1 never belong to a name: accounts.pool_rank uses them for accounts that no agent has held.
CREATE TABLE playerbot.agent_names (
  agent_name_id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number of the name, 2 and up',
  name          VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'Name that an agent keeps over restarts',
  PRIMARY KEY (agent_name_id),
  UNIQUE KEY uq_agent_name (name)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Names under which agents have registered; accounts prefer the name that held them last';
