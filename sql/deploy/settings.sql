-- Realm-wide settings. Versioned: who reads a strange value wants to know since when it stands.
CREATE TABLE playerbot.settings (
  name        VARCHAR(64)  NOT NULL COMMENT 'Name used by set_setting()',
  value       VARCHAR(255) NOT NULL COMMENT 'Current value, as text',
  unit        VARCHAR(32)  NOT NULL DEFAULT '' COMMENT 'Unit of the value, empty for none',
  kind        ENUM('integer','boolean','choice','domain') NOT NULL COMMENT 'What values are legal',
  minimum     BIGINT       NULL COMMENT 'Smallest legal integer',
  maximum     BIGINT       NULL COMMENT 'Largest legal integer',
  choices     VARCHAR(255) NULL COMMENT 'Legal words of a choice, separated by commas',
  is_live     TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '1: a change works at once; 0: agents read it at start',
  description VARCHAR(255) NOT NULL COMMENT 'What the setting does',
  PRIMARY KEY (name),
  CONSTRAINT chk_setting_integer CHECK (kind <> 'integer'
    OR (value REGEXP '^[0-9]{1,18}$' AND CAST(value AS SIGNED) BETWEEN minimum AND maximum)),
  CONSTRAINT chk_setting_boolean CHECK (kind <> 'boolean' OR value IN ('0', '1')),
  CONSTRAINT chk_setting_choice CHECK (kind <> 'choice' OR FIND_IN_SET(value, choices) > 0),
  CONSTRAINT chk_setting_domain CHECK (kind <> 'domain'
    OR value REGEXP '^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci WITH SYSTEM VERSIONING
  COMMENT='One setting; changed through set_setting(), every earlier value kept as history';
