CREATE TABLE playerbot.realm_auctions (
  realm          VARCHAR(64)       NOT NULL COMMENT 'Name of the agent whose embedded realm it is',
  auction_id     INT UNSIGNED      NOT NULL COMMENT 'Number of the auction',
  house_id       SMALLINT UNSIGNED NOT NULL COMMENT 'Auction house',
  item_entry     INT UNSIGNED      NOT NULL COMMENT 'What is sold',
  item_count     SMALLINT UNSIGNED NOT NULL COMMENT 'How many',
  seller_guid    BIGINT UNSIGNED   NOT NULL COMMENT 'Who sells it',
  seller_account INT UNSIGNED      NOT NULL COMMENT 'Account of the seller; 0: a human',
  bidder_guid    BIGINT UNSIGNED   NOT NULL COMMENT 'Whose bid is the highest; 0: nobody',
  least_copper   INT UNSIGNED      NOT NULL COMMENT 'First bid',
  bid_copper     INT UNSIGNED      NOT NULL COMMENT 'Highest bid, held by the house; 0: none',
  buyout_copper  INT UNSIGNED      NOT NULL COMMENT 'Buyout; 0: none',
  deposit_copper INT UNSIGNED      NOT NULL COMMENT 'Deposit that was paid',
  ends_s         INT UNSIGNED      NOT NULL COMMENT 'End, on the clock of the realm''s houses',
  PRIMARY KEY (realm, auction_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Auctions of embedded realms in which a bot has something';
