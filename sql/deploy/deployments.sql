CREATE TABLE playerbot.deployments (
  deployment_id     INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'One change of what is deployed',
  version           VARCHAR(32) NOT NULL COMMENT 'Version of the project',
  host_core         VARCHAR(16) NOT NULL COMMENT 'trinitycore or azerothcore',
  has_battlenet     TINYINT UNSIGNED NOT NULL COMMENT '1: accounts hang on BattleNet accounts',
  auth_schema       VARCHAR(64) NOT NULL COMMENT 'Host database with accounts',
  characters_schema VARCHAR(64) NOT NULL COMMENT 'Host database with characters',
  world_schema      VARCHAR(64) NOT NULL COMMENT 'Host database with content',
  code_sha          CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of all code files as loaded',
  state_change      VARCHAR(64) NOT NULL COMMENT 'Last state change that was there',
  deployed_at       DATETIME(6) NOT NULL COMMENT 'When, UTC',
  deployed_by       VARCHAR(160) NOT NULL COMMENT 'Database user and host',
  PRIMARY KEY (deployment_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What was deployed, newest last';
