-- Shows wash trades; kept for price_detail_days only.
CREATE TABLE playerbot.sale_pairs (
  day         DATE NOT NULL COMMENT 'Day, UTC',
  house_id    SMALLINT UNSIGNED NOT NULL COMMENT 'Auction house',
  item_id     INT UNSIGNED NOT NULL COMMENT 'Item (item_template.entry)',
  first_guid  BIGINT UNSIGNED NOT NULL COMMENT 'The lower guid of the two characters',
  second_guid BIGINT UNSIGNED NOT NULL COMMENT 'The higher one',
  sale_count  INT UNSIGNED NOT NULL COMMENT 'Sales between them, either way',
  piece_count BIGINT UNSIGNED NOT NULL COMMENT 'Pieces in them',
  sale_copper DOUBLE NOT NULL COMMENT 'What was paid',
  PRIMARY KEY (day, house_id, item_id, first_guid, second_guid)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Sales of an item between two characters on a day';
