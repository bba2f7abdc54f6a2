DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.realm_save_market(in_agent_id DECIMAL(65), in_version DECIMAL(65), in_head LONGTEXT, in_rows LONGTEXT, in_auctions LONGTEXT, in_letters LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes what changed in the auction houses and the post of an embedded realm, together with the characters who took part: all of it or nothing,
so that no money and no thing is lost or there twice. Repeated, also with more in it, it has no second effect.
Parameters: in_agent_id: from register_agent; in_version: one above the last that was kept (realm_open_market); in_head: JSON object {clock_s,
last_auction, last_letter}; in_rows: characters as of realm_save_characters; in_auctions: JSON array of at most 200000 arrays [id, house, entry, count,
seller, seller''s account, bidder, least, bid, buyout, deposit, ends_s], count 0: it is gone; in_letters: likewise [id, receiver, sender, other, reason,
copper, entry, count, auction, house, auction''s entry, its count, price, deposit, cut, arrives_s], receiver 0: it is gone
Returns: as of realm_save_characters; all rows are one part: where one is not applied nothing is written, and the market is to be opened again
Raises: 45200 agent_fenced (also by a process of the same name that came later); 45202 bad_rows; 45000 in_transaction
Transaction: its own, READ COMMITTED: all or nothing
Granted to: playerbot_realm, playerbot_admin
Example: CALL playerbot.realm_save_market(7, 1001, ''{"clock_s":60,"last_auction":1,"last_letter":0}'', ''[]'', ''[[1,2,2589,5,9,1001,0,100,0,500,30,43260]]'', ''[]'')'
BEGIN
  DECLARE v_realm VARCHAR(64) DEFAULT NULL;
  DECLARE v_version BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_bad INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'realm_save_market', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.kept_rows, playerbot.kept_items, playerbot.kept_quests, playerbot.kept_auctions, playerbot.kept_letters;
      RESIGNAL;
    END;
    IF COALESCE(NOT JSON_VALID(in_head) OR NOT JSON_VALID(in_auctions) OR NOT JSON_VALID(in_letters)
                OR JSON_TYPE(in_auctions) <> 'ARRAY' OR JSON_TYPE(in_letters) <> 'ARRAY' OR JSON_LENGTH(in_auctions) > 200000 OR JSON_LENGTH(in_letters) > 200000
                OR JSON_VALUE(in_head, '$.clock_s') NOT BETWEEN 0 AND 4294967295 OR JSON_VALUE(in_head, '$.last_auction') NOT BETWEEN 0 AND 4294967295
                OR JSON_VALUE(in_head, '$.last_letter') NOT BETWEEN 0 AND 18446744073709551615, TRUE) THEN
      CALL playerbot._raise('bad_rows', 'realm_save_market', 'head, auctions or letters are not what was wanted: an object and two arrays of at most 200000');
    END IF;
    CREATE OR REPLACE TEMPORARY TABLE playerbot.kept_auctions (
      auction_id INT UNSIGNED NULL, house_id SMALLINT UNSIGNED NULL, item_entry INT UNSIGNED NULL, item_count SMALLINT UNSIGNED NULL, seller_guid BIGINT UNSIGNED NULL,
      seller_account INT UNSIGNED NULL, bidder_guid BIGINT UNSIGNED NULL, least_copper INT UNSIGNED NULL, bid_copper INT UNSIGNED NULL, buyout_copper INT UNSIGNED NULL,
      deposit_copper INT UNSIGNED NULL, ends_s INT UNSIGNED NULL, KEY (auction_id)) ENGINE=InnoDB;
    INSERT INTO playerbot.kept_auctions
    SELECT j.* FROM JSON_TABLE(in_auctions, '$[*]' COLUMNS (auction_id INT UNSIGNED PATH '$[0]', house_id SMALLINT UNSIGNED PATH '$[1]', item_entry INT UNSIGNED PATH '$[2]',
        item_count SMALLINT UNSIGNED PATH '$[3]', seller_guid BIGINT UNSIGNED PATH '$[4]', seller_account INT UNSIGNED PATH '$[5]', bidder_guid BIGINT UNSIGNED PATH '$[6]',
        least_copper INT UNSIGNED PATH '$[7]', bid_copper INT UNSIGNED PATH '$[8]', buyout_copper INT UNSIGNED PATH '$[9]', deposit_copper INT UNSIGNED PATH '$[10]',
        ends_s INT UNSIGNED PATH '$[11]')) j;
    CREATE OR REPLACE TEMPORARY TABLE playerbot.kept_letters (
      letter_id BIGINT UNSIGNED NULL, receiver_guid BIGINT UNSIGNED NULL, sender_guid BIGINT UNSIGNED NULL, other_guid BIGINT UNSIGNED NULL, reason TINYINT UNSIGNED NULL,
      copper INT UNSIGNED NULL, item_entry INT UNSIGNED NULL, item_count SMALLINT UNSIGNED NULL, auction_id INT UNSIGNED NULL, house_id SMALLINT UNSIGNED NULL,
      auction_entry INT UNSIGNED NULL, auction_count SMALLINT UNSIGNED NULL, price_copper INT UNSIGNED NULL, deposit_copper INT UNSIGNED NULL, cut_copper INT UNSIGNED NULL,
      arrives_s INT UNSIGNED NULL, KEY (letter_id)) ENGINE=InnoDB;
    INSERT INTO playerbot.kept_letters
    SELECT j.* FROM JSON_TABLE(in_letters, '$[*]' COLUMNS (letter_id BIGINT UNSIGNED PATH '$[0]', receiver_guid BIGINT UNSIGNED PATH '$[1]', sender_guid BIGINT UNSIGNED PATH '$[2]',
        other_guid BIGINT UNSIGNED PATH '$[3]', reason TINYINT UNSIGNED PATH '$[4]', copper INT UNSIGNED PATH '$[5]', item_entry INT UNSIGNED PATH '$[6]',
        item_count SMALLINT UNSIGNED PATH '$[7]', auction_id INT UNSIGNED PATH '$[8]', house_id SMALLINT UNSIGNED PATH '$[9]', auction_entry INT UNSIGNED PATH '$[10]',
        auction_count SMALLINT UNSIGNED PATH '$[11]', price_copper INT UNSIGNED PATH '$[12]', deposit_copper INT UNSIGNED PATH '$[13]', cut_copper INT UNSIGNED PATH '$[14]',
        arrives_s INT UNSIGNED PATH '$[15]')) j;
    SELECT (SELECT COUNT(*) FROM playerbot.kept_auctions a WHERE a.auction_id IS NULL OR a.item_count IS NULL
              OR (a.item_count > 0 AND (a.house_id IS NULL OR a.item_entry IS NULL OR a.seller_guid IS NULL OR a.seller_account IS NULL OR a.bidder_guid IS NULL
                OR a.least_copper IS NULL OR a.bid_copper IS NULL OR a.buyout_copper IS NULL OR a.deposit_copper IS NULL OR a.ends_s IS NULL)))
         + (SELECT COUNT(*) FROM playerbot.kept_letters l WHERE l.letter_id IS NULL OR l.receiver_guid IS NULL
              OR (l.receiver_guid > 0 AND (l.sender_guid IS NULL OR l.other_guid IS NULL OR l.reason IS NULL OR l.copper IS NULL OR l.item_entry IS NULL OR l.item_count IS NULL
                OR l.auction_id IS NULL OR l.house_id IS NULL OR l.auction_entry IS NULL OR l.auction_count IS NULL OR l.price_copper IS NULL OR l.deposit_copper IS NULL
                OR l.cut_copper IS NULL OR l.arrives_s IS NULL))) INTO v_bad;
    IF v_bad > 0 THEN
      CALL playerbot._raise('bad_rows', 'realm_save_market', CONCAT(v_bad, ' auctions and letters lack a value, or have one out of its range'));
    END IF;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.name INTO v_realm FROM playerbot.agents g
     WHERE g.agent_id = IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0) AND g.ended_at IS NULL;
    -- One after the other; who opens the market waits until this is written.
    SELECT m.version INTO v_version FROM playerbot.realm_markets m WHERE m.realm = v_realm FOR UPDATE;
    -- The same once more, with what came since, is no harm: all of it says how things are.
    IF COALESCE(in_version NOT IN (v_version, v_version + 1), TRUE) THEN
      CALL playerbot._raise('agent_fenced', 'realm_save_market',
        CONCAT('version ', COALESCE(in_version, 'NULL'), ' after ', COALESCE(v_version, 'none'), ': another process has the market; open it again'));
    END IF;
    CALL playerbot._keep_characters('realm_save_market', in_agent_id, in_rows, 1);
    SELECT COUNT(*) INTO v_bad FROM playerbot.kept_rows r WHERE r.outcome <> 'applied';
    IF v_bad = 0 THEN
      UPDATE playerbot.realm_markets m SET m.version = in_version, m.clock_s = JSON_VALUE(in_head, '$.clock_s'), m.last_auction = JSON_VALUE(in_head, '$.last_auction'),
             m.last_letter = JSON_VALUE(in_head, '$.last_letter') WHERE m.realm = v_realm;
      DELETE o FROM playerbot.kept_auctions a STRAIGHT_JOIN playerbot.realm_auctions o ON o.realm = v_realm AND o.auction_id = a.auction_id WHERE a.item_count = 0;
      INSERT INTO playerbot.realm_auctions (realm, auction_id, house_id, item_entry, item_count, seller_guid, seller_account, bidder_guid, least_copper, bid_copper, buyout_copper,
             deposit_copper, ends_s)
      SELECT v_realm, a.auction_id, a.house_id, a.item_entry, a.item_count, a.seller_guid, a.seller_account, a.bidder_guid, a.least_copper, a.bid_copper, a.buyout_copper,
             a.deposit_copper, a.ends_s FROM playerbot.kept_auctions a WHERE a.item_count > 0
      ON DUPLICATE KEY UPDATE bidder_guid = VALUES(bidder_guid), bid_copper = VALUES(bid_copper);
      DELETE o FROM playerbot.kept_letters l STRAIGHT_JOIN playerbot.realm_letters o ON o.realm = v_realm AND o.letter_id = l.letter_id WHERE l.receiver_guid = 0;
      INSERT IGNORE INTO playerbot.realm_letters (realm, letter_id, receiver_guid, sender_guid, other_guid, reason, copper, item_entry, item_count, auction_id, house_id,
             auction_entry, auction_count, price_copper, deposit_copper, cut_copper, arrives_s)
      SELECT v_realm, l.letter_id, l.receiver_guid, l.sender_guid, l.other_guid, l.reason, l.copper, l.item_entry, l.item_count, l.auction_id, l.house_id, l.auction_entry,
             l.auction_count, l.price_copper, l.deposit_copper, l.cut_copper, l.arrives_s FROM playerbot.kept_letters l WHERE l.receiver_guid > 0;
    END IF;
    COMMIT;
  END;
  SELECT r.position AS position, r.guid AS guid, r.outcome AS outcome FROM playerbot.kept_rows r ORDER BY r.position;
  DROP TEMPORARY TABLE IF EXISTS playerbot.kept_rows, playerbot.kept_items, playerbot.kept_quests, playerbot.kept_auctions, playerbot.kept_letters;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.realm_save_market TO playerbot_realm, playerbot_admin;
