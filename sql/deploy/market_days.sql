CREATE TABLE playerbot.market_days (
  day               DATE NOT NULL COMMENT 'Day, UTC',
  house_id          SMALLINT UNSIGNED NOT NULL COMMENT 'Auction house',
  price_count       BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Prices recorded: auctions seen in scans',
  sale_count        BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Sales',
  sale_copper       DECIMAL(30,4) NOT NULL DEFAULT 0 COMMENT 'What was paid for them',
  bot_sold_copper   DECIMAL(30,4) NOT NULL DEFAULT 0 COMMENT 'Of it, sold by bots',
  bot_bought_copper DECIMAL(30,4) NOT NULL DEFAULT 0 COMMENT 'Of it, bought by bots',
  bot_copper        DECIMAL(30,4) NOT NULL DEFAULT 0 COMMENT 'Of it, with a bot on either side',
  item_count        INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Items with a price on that day; the event market counts them',
  index_log         DOUBLE NULL COMMENT 'Logarithm of prices to those of the day before that has prices; the event market works it out',
  change_number     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Grows with each batch',
  refreshed_number  BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'change_number that item_prices stands for',
  PRIMARY KEY (day, house_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What happened in each auction house on each day';
