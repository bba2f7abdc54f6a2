-- Names that new characters may have: made of syllables, none of them a word of any language on purpose. One row for each that was
-- ever made, so that no two agents are given the same and none comes twice.
CREATE TABLE playerbot.names (
  name_id     BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Number, in the order in which they were made',
  name        VARCHAR(12) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL COMMENT 'The name; whatever its case, it comes once',
  agent_id    BIGINT UNSIGNED NULL COMMENT 'Who reserved it, NULL for nobody',
  is_used     TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: a character has or had it',
  reserved_at DATETIME(6) NULL COMMENT 'When, UTC',
  is_free     TINYINT UNSIGNED AS (IF(agent_id IS NULL AND is_used = 0, 1, NULL)) PERSISTENT COMMENT '1: to be handed out',
  PRIMARY KEY (name_id),
  UNIQUE KEY uq_name (name),
  KEY ix_name_free (is_free, name_id),
  KEY ix_name_agent (agent_id, is_used),
  CONSTRAINT chk_name_form CHECK (name RLIKE '^[A-Z][a-z]{2,11}$')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Names of new characters: free, reserved by an agent, or used';
CREATE TABLE playerbot.name_bans (
  part        VARCHAR(12) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL COMMENT 'No name may contain it, in any case',
  reason      VARCHAR(64) NOT NULL COMMENT 'Why',
  PRIMARY KEY (part)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What names of new characters must not contain';
INSERT INTO playerbot.name_bans (part, reason) VALUES
('admin', 'looks like staff'), ('gm', 'looks like staff'), ('mod', 'looks like staff'), ('dev', 'looks like staff'), ('bot', 'says what it is'),
('anal', 'coarse'), ('anus', 'coarse'), ('cum', 'coarse'), ('dik', 'coarse'), ('fag', 'coarse'), ('fuk', 'coarse'), ('kok', 'coarse'), ('kunt', 'coarse'),
('nazi', 'coarse'), ('nig', 'coarse'), ('penis', 'coarse'), ('pis', 'coarse'), ('porn', 'coarse'), ('puta', 'coarse'), ('rape', 'coarse'), ('seks', 'coarse'),
('sex', 'coarse'), ('shit', 'coarse'), ('slut', 'coarse'), ('tit', 'coarse'), ('vagin', 'coarse'), ('wank', 'coarse');
