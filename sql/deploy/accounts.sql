-- Versioned for what an account is (e-mail, limit, bot or not). What changes with every lease, save or
-- character is left out of the history: the audit log has it, and a versioned count would double its cost.
-- No foreign key into the host database: a restore or delete there must never fail because of us; v_orphans tells.
-- pool_rank is stored: entries of an index on a virtual column were not purged in time, and searches walked over
-- the dead ones (3 ms instead of 15 us, measured).
-- No foreign key to agents: it would need an index of its own on agent_id, the dearest part of a bulk lease.
CREATE TABLE playerbot.accounts (
  account_id      INT UNSIGNED NOT NULL COMMENT 'Game account id, the value in characters.account',
  bnet_account_id INT UNSIGNED NOT NULL COMMENT 'BattleNet account id; the game account id on a core without BattleNet',
  email           VARCHAR(255) NOT NULL COMMENT 'Unique register of addresses; the host has none',
  is_bot          TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '0 after disown_account(): a human account again',
  max_characters  TINYINT UNSIGNED NOT NULL DEFAULT 10 COMMENT 'Limit that holds for this account, 1 to 10',
  is_own_limit    TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: set for this account, 0: follows max_characters_per_account',
  operation_id    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Bulk creation that made it, 0 for none',
  created_at      DATETIME(6) NOT NULL COMMENT 'Entered here, UTC',
  state           ENUM('idle','pooled','leased','retired') NOT NULL DEFAULT 'idle' WITHOUT SYSTEM VERSIONING COMMENT 'pooled: ready; leased: held by one agent; idle: not in the pool; retired: out of use',
  character_count SMALLINT UNSIGNED NOT NULL DEFAULT 0 WITHOUT SYSTEM VERSIONING COMMENT 'Characters, kept by triggers on the host table',
  excess_count    SMALLINT UNSIGNED NOT NULL DEFAULT 0 WITHOUT SYSTEM VERSIONING COMMENT 'Known surplus above max_characters; a delete lowers it, an insert needs it to be 0',
  last_active_at  DATETIME(6) NULL WITHOUT SYSTEM VERSIONING COMMENT 'Last granted or returned, UTC',
  agent_id        BIGINT UNSIGNED NULL WITHOUT SYSTEM VERSIONING COMMENT 'Holder, NULL when not leased',
  last_agent_id   BIGINT UNSIGNED NULL WITHOUT SYSTEM VERSIONING COMMENT 'Incarnation it was last granted to',
  agent_name_id   INT UNSIGNED NOT NULL DEFAULT 0 WITHOUT SYSTEM VERSIONING COMMENT 'Name it is or was last held under, 0 for never',
  fence           BIGINT UNSIGNED NOT NULL DEFAULT 0 WITHOUT SYSTEM VERSIONING COMMENT 'Grows with each grant and with nothing else',
  leased_at       DATETIME(6) NULL WITHOUT SYSTEM VERSIONING COMMENT 'Granted, UTC',
  pool_rank       INT UNSIGNED AS (IF(agent_name_id > 0, agent_name_id, IF(character_count > 0, 1, 0))) PERSISTENT COMMENT 'Who is offered it first: a name, 1 anyone (has characters), 0 the empty ones last',
  PRIMARY KEY (account_id),
  UNIQUE KEY uq_account_bnet (bnet_account_id),
  UNIQUE KEY uq_account_email (email),
  KEY ix_account_pool (state, pool_rank, account_id),
  KEY ix_account_operation (operation_id),
  CONSTRAINT chk_character_limit CHECK (character_count <= max_characters + excess_count),
  CONSTRAINT chk_max_characters CHECK (max_characters BETWEEN 1 AND 10),
  CONSTRAINT chk_lease CHECK ((state = 'leased') = (agent_id IS NOT NULL) AND (state = 'leased') = (leased_at IS NOT NULL)),
  CONSTRAINT chk_human_retired CHECK (is_bot = 1 OR (is_bot = 0 AND state = 'retired'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci WITH SYSTEM VERSIONING
  COMMENT='One bot account with its lease and its character count';
