-- The embedded realm gives guids as a world server does. One row, locked while characters are made.
CREATE TABLE playerbot.realm_counters (
  realm_counter_id TINYINT UNSIGNED NOT NULL COMMENT 'Always 1',
  last_guid        BIGINT UNSIGNED NOT NULL COMMENT 'The last guid given by the embedded realm',
  PRIMARY KEY (realm_counter_id),
  CONSTRAINT chk_realm_counter CHECK (realm_counter_id = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Guids of the embedded realm';
INSERT INTO playerbot.realm_counters (realm_counter_id, last_guid) VALUES (1, 0);
