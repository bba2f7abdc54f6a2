-- A small host database of our own, for a machine without a world server: make run and the tests use it.
-- It has the tables and columns that Playerbot meets in AzerothCore, under their names there, and little more.
CREATE TABLE IF NOT EXISTS account (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  username VARCHAR(32) NOT NULL DEFAULT '',
  salt BINARY(32) NOT NULL,
  verifier BINARY(32) NOT NULL,
  email VARCHAR(255) NOT NULL DEFAULT '',
  reg_mail VARCHAR(255) NOT NULL DEFAULT '',
  joindate TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_login TIMESTAMP NULL,
  online INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  UNIQUE KEY idx_username (username)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS account_access (
  id INT UNSIGNED NOT NULL,
  gmlevel TINYINT UNSIGNED NOT NULL,
  RealmID INT NOT NULL DEFAULT -1,
  PRIMARY KEY (id, RealmID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS account_banned (
  id INT UNSIGNED NOT NULL DEFAULT 0,
  bandate INT UNSIGNED NOT NULL DEFAULT 0,
  bannedby VARCHAR(50) NOT NULL,
  banreason VARCHAR(255) NOT NULL,
  PRIMARY KEY (id, bandate)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS realmcharacters (
  realmid INT UNSIGNED NOT NULL DEFAULT 0,
  acctid INT UNSIGNED NOT NULL,
  numchars TINYINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (realmid, acctid),
  KEY acctid (acctid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS realmlist (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(32) NOT NULL DEFAULT '',
  PRIMARY KEY (id),
  UNIQUE KEY idx_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS updates (
  name VARCHAR(200) NOT NULL,
  hash CHAR(40) DEFAULT '',
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT IGNORE INTO realmlist (id, name) VALUES (1, 'Playerbot demo');
