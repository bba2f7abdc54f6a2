CREATE TABLE playerbot.realm_letters (
  realm          VARCHAR(64)       NOT NULL COMMENT 'Name of the agent whose embedded realm it is',
  letter_id      BIGINT UNSIGNED   NOT NULL COMMENT 'Number of the letter',
  receiver_guid  BIGINT UNSIGNED   NOT NULL COMMENT 'Whose it is',
  sender_guid    BIGINT UNSIGNED   NOT NULL COMMENT 'Who sent it; 0: an auction house',
  other_guid     BIGINT UNSIGNED   NOT NULL COMMENT 'Who bought or sold; 0: nobody',
  reason         TINYINT UNSIGNED  NOT NULL COMMENT 'enum pb_mail_reason',
  copper         INT UNSIGNED      NOT NULL COMMENT 'Money in it',
  item_entry     INT UNSIGNED      NOT NULL COMMENT 'Thing in it; 0: none',
  item_count     SMALLINT UNSIGNED NOT NULL COMMENT 'How many',
  auction_id     INT UNSIGNED      NOT NULL COMMENT 'Auction that it is about; 0: none',
  house_id       SMALLINT UNSIGNED NOT NULL COMMENT 'House of that',
  auction_entry  INT UNSIGNED      NOT NULL COMMENT 'What was sold',
  auction_count  SMALLINT UNSIGNED NOT NULL COMMENT 'How many',
  price_copper   INT UNSIGNED      NOT NULL COMMENT 'What was bid or paid',
  deposit_copper INT UNSIGNED      NOT NULL COMMENT 'Deposit',
  cut_copper     INT UNSIGNED      NOT NULL COMMENT 'What the house kept',
  arrives_s      INT UNSIGNED      NOT NULL COMMENT 'When it arrives, on the clock of the realm''s houses',
  PRIMARY KEY (realm, letter_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Letters of embedded realms that nobody has taken yet';
