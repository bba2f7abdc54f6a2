CREATE TABLE playerbot.code_objects (
  schema_name    VARCHAR(64) NOT NULL COMMENT 'Schema the object is in',
  kind           ENUM('function','procedure','trigger','view','event') NOT NULL COMMENT 'What it is',
  name           VARCHAR(64) NOT NULL COMMENT 'Its name',
  definition_sha CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of the definition as the server keeps it',
  PRIMARY KEY (schema_name, kind, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Every code object that was deployed; v_code_drift compares it with what is there now';
