CREATE TABLE playerbot.realm_markets (
  realm          VARCHAR(64)     NOT NULL COMMENT 'Name of the agent whose embedded realm it is',
  version        BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Grows with each save: who has an older one writes no more',
  clock_s        INT UNSIGNED    NOT NULL DEFAULT 0 COMMENT 'Seconds that the auction houses have lived',
  last_auction   INT UNSIGNED    NOT NULL DEFAULT 0 COMMENT 'Highest number of an auction',
  last_letter    BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Highest number of a letter',
  PRIMARY KEY (realm)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Auction houses and post of each embedded realm';
