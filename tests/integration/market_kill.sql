-- The world of market_kill.t, and what watches it. Nothing here is read from the agent.
CREATE USER realm@localhost IDENTIFIED BY 'wolf';
GRANT playerbot_realm TO realm@localhost;
SET DEFAULT ROLE playerbot_realm FOR realm@localhost;
UPDATE playerbot.settings SET value = '1' WHERE name = 'market_is_open';
UPDATE playerbot.settings SET value = '30' WHERE name = 'group_percent';

-- Nobody fights, nobody sells or mends, every villager is an auctioneer, and the one quest is for level 77: money and things come from nowhere.
USE world;
DELETE creature FROM creature JOIN creature_template t ON t.entry = creature.id1 WHERE t.npcflag = 0;
DELETE FROM creature_template WHERE npcflag = 0;
UPDATE creature_template SET npcflag = 2097152 | 65536 | 1;
SET @quest = (SELECT ID FROM quest_template ORDER BY MinLevel DESC, ID DESC LIMIT 1);
DELETE FROM creature_queststarter WHERE quest <> @quest;
DELETE FROM creature_questender WHERE quest <> @quest;
DELETE FROM quest_template WHERE ID <> @quest;
UPDATE quest_template SET RequiredNpcOrGo1 = 0, RequiredNpcOrGo2 = 0, RequiredNpcOrGo3 = 0, RequiredNpcOrGo4 = 0, RequiredItemId1 = 0, RequiredItemId2 = 0, RequiredItemId3 = 0,
       RequiredItemId4 = 0, RequiredItemId5 = 0, RequiredItemId6 = 0, StartItem = 0, RewardItem1 = 0, RewardItem2 = 0, RewardItem3 = 0, RewardItem4 = 0, RewardChoiceItemID1 = 0,
       RewardChoiceItemID2 = 0, RewardChoiceItemID3 = 0, RewardChoiceItemID4 = 0, RewardChoiceItemID5 = 0, RewardChoiceItemID6 = 0;
DELETE FROM quest_template_addon;
DELETE FROM npc_vendor;
DELETE FROM creature_loot_template;
DELETE FROM reference_loot_template;
-- What beginners wear, some food and some goods; so people deal in all that bots may sell.
DELETE FROM item_template WHERE NOT (entry BETWEEN 35001 AND 35020 OR class = 0 AND RequiredLevel <= 1 OR class IN (2, 4) AND RequiredLevel <= 1 AND Quality = 1);
-- Cloaks in which nobody but bots deals, since vendors pay nothing; and clothes that people sell and bots want.
INSERT INTO item_template (entry, class, subclass, name, Quality, BuyPrice, SellPrice, InventoryType, ItemLevel, RequiredLevel, stackable, stat_type1, stat_value1, armor)
SELECT 60000 + s.seq, 4, 1, CONCAT('Marked ', s.seq), 2, 5000, 0, 16, 5 + s.seq, 1, 1, 7, 2 + s.seq, 20 + s.seq FROM seq_1_to_8 s;
INSERT INTO item_template (entry, class, subclass, name, Quality, BuyPrice, SellPrice, InventoryType, ItemLevel, RequiredLevel, stackable, stat_type1, stat_value1, armor)
SELECT 61000 + s.seq, 4, 1, CONCAT('Fine ', s.seq), 2, 5000, 500, ELT(1 + s.seq MOD 8, 1, 3, 5, 6, 7, 8, 9, 10), 5 + s.seq, 1, 1, 7, 2 + s.seq, 20 + s.seq FROM seq_1_to_16 s;
CALL playerbot.refresh_equipment_templates();

CREATE DATABASE watch;
USE watch;
-- Every auction and every letter that ever was written, in the transaction that wrote it; what came and went within one is not here.
CREATE TABLE letters LIKE playerbot.realm_letters;
CREATE TABLE auctions LIKE playerbot.realm_auctions;
CREATE TABLE acts (act_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, what VARCHAR(8) NOT NULL) ENGINE=InnoDB;
-- The ledger beside it, in the order in which the database worked: each save of the market, each gold that was entered (created and destroyed), and each deposit
-- and cut of bots that a save shows (at least once; of who takes a sale's money too), by when that call began.
CREATE TABLE ledger (entry_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, what ENUM('save', 'gold', 'cost') NOT NULL, copper BIGINT UNSIGNED NOT NULL, at DATETIME(6) NOT NULL,
  KEY (what, entry_id)) ENGINE=InnoDB;
-- What was given to bots, by thing; entry 0: money.
CREATE TABLE given (entry INT UNSIGNED NOT NULL PRIMARY KEY, amount BIGINT NOT NULL) ENGINE=InnoDB;

DELIMITER //
CREATE TRIGGER playerbot.watch_letter_comes AFTER INSERT ON playerbot.realm_letters FOR EACH ROW
BEGIN
  INSERT INTO watch.letters SELECT l.* FROM playerbot.realm_letters l WHERE l.realm = NEW.realm AND l.letter_id = NEW.letter_id;
  INSERT INTO watch.acts (what) VALUES ('letter');
  IF NEW.reason IN (1, 2, 5) THEN
    INSERT INTO watch.ledger (what, copper, at) VALUES ('cost', NEW.deposit_copper, UTC_TIMESTAMP(6));
  END IF;
END //
CREATE TRIGGER playerbot.watch_letter_goes AFTER DELETE ON playerbot.realm_letters FOR EACH ROW
BEGIN
  INSERT INTO watch.acts (what) VALUES ('taken');
  IF OLD.reason = 1 THEN
    INSERT INTO watch.ledger (what, copper, at) VALUES ('cost', OLD.deposit_copper + OLD.cut_copper, UTC_TIMESTAMP(6));
  END IF;
END //
CREATE TRIGGER playerbot.watch_save AFTER UPDATE ON playerbot.realm_markets FOR EACH ROW
BEGIN
  IF NEW.version <> OLD.version THEN
    INSERT INTO watch.ledger (what, copper, at) VALUES ('save', 0, UTC_TIMESTAMP(6));
  END IF;
END //
CREATE TRIGGER playerbot.watch_gold_comes AFTER INSERT ON playerbot.gold_days FOR EACH ROW
  INSERT INTO watch.ledger (what, copper, at) VALUES ('gold', NEW.created_copper + NEW.destroyed_copper, UTC_TIMESTAMP(6)) //
CREATE TRIGGER playerbot.watch_gold_grows AFTER UPDATE ON playerbot.gold_days FOR EACH ROW
  INSERT INTO watch.ledger (what, copper, at) VALUES ('gold', NEW.created_copper - OLD.created_copper + NEW.destroyed_copper - OLD.destroyed_copper, UTC_TIMESTAMP(6)) //
CREATE TRIGGER playerbot.watch_auction_comes AFTER INSERT ON playerbot.realm_auctions FOR EACH ROW
BEGIN
  INSERT INTO watch.auctions SELECT a.* FROM playerbot.realm_auctions a WHERE a.realm = NEW.realm AND a.auction_id = NEW.auction_id;
  INSERT INTO watch.acts (what) VALUES ('auction');
  IF NEW.seller_guid < 4026531840 THEN
    INSERT INTO watch.ledger (what, copper, at) VALUES ('cost', NEW.deposit_copper, UTC_TIMESTAMP(6));
  END IF;
END //
-- Who has an odd guid is given nothing by this test: such a thing in its bags came from somebody, by a trade or a letter.
CREATE TRIGGER characters.watch_thing AFTER INSERT ON characters.item_instance FOR EACH ROW
BEGIN
  IF (NEW.itemEntry BETWEEN 60001 AND 60008 OR NEW.itemEntry = 40001 AND NEW.count > 5) AND NEW.owner_guid MOD 2 = 1 AND NEW.guid MOD 128 >= 23 THEN
    INSERT INTO watch.acts (what) VALUES ('thing');
  END IF;
END //
DELIMITER ;

-- Where all money is, and all things that nobody eats or begins with; entry 0: money, with what houses hold: bids of bots, and deposits, which come back with a sale.
CREATE VIEW present AS
SELECT t.entry AS entry, SUM(t.amount) AS amount
  FROM (SELECT 0 AS entry, c.money AS amount FROM characters.characters c
        UNION ALL SELECT 0, l.copper FROM playerbot.realm_letters l
        UNION ALL SELECT 0, IF(a.bidder_guid BETWEEN 1 AND 4026531839, a.bid_copper, 0) + IF(a.seller_guid < 4026531840, a.deposit_copper, 0) FROM playerbot.realm_auctions a
        UNION ALL SELECT i.itemEntry, i.count FROM characters.item_instance i
        UNION ALL SELECT l.item_entry, l.item_count FROM playerbot.realm_letters l WHERE l.item_entry > 0
        UNION ALL SELECT a.item_entry, a.item_count FROM playerbot.realm_auctions a WHERE a.seller_guid < 4026531840) t
 WHERE t.entry = 0 OR t.entry BETWEEN 35001 AND 35999 OR t.entry BETWEEN 60001 AND 61999 GROUP BY t.entry;
-- What letters say came and went: money and things of people (guids from 4026531840 on), cuts, deposits of what nobody bought.
CREATE VIEW moved AS
SELECT t.entry AS entry, SUM(t.amount) AS amount
  FROM (SELECT 0 AS entry, IF(l.other_guid >= 4026531840, CAST(l.price_copper AS SIGNED), 0) - CAST(l.cut_copper AS SIGNED) AS amount FROM letters l WHERE l.reason = 1
        UNION ALL SELECT 0, -CAST(l.deposit_copper AS SIGNED) FROM letters l WHERE l.reason = 2 OR l.reason = 5 AND l.item_entry > 0
        UNION ALL SELECT 0, -CAST(l.price_copper AS SIGNED) FROM letters l WHERE l.reason = 3 AND l.other_guid >= 4026531840
        UNION ALL SELECT l.auction_entry, -CAST(l.auction_count AS SIGNED) FROM letters l WHERE l.reason = 1 AND l.other_guid >= 4026531840
        UNION ALL SELECT l.item_entry, l.item_count FROM letters l WHERE l.reason = 3 AND l.other_guid >= 4026531840) t
 WHERE t.entry = 0 OR t.entry BETWEEN 35001 AND 35999 OR t.entry BETWEEN 60001 AND 61999 GROUP BY t.entry;
CREATE VIEW entries AS
SELECT g.entry AS entry FROM given g UNION SELECT p.entry FROM present p UNION SELECT m.entry FROM moved m;
CREATE VIEW wrong AS
SELECT t.what AS what, t.is_there AS is_there, t.wanted AS wanted
  FROM (SELECT IF(e.entry = 0, 'money', CONCAT('thing ', e.entry)) AS what, COALESCE(p.amount, 0) AS is_there, COALESCE(g.amount, 0) + COALESCE(m.amount, 0) AS wanted
          FROM entries e LEFT JOIN present p ON p.entry = e.entry LEFT JOIN given g ON g.entry = e.entry LEFT JOIN moved m ON m.entry = e.entry
        UNION ALL SELECT CONCAT('thing with guid ', i.guid, ' in bags of its owner'), COUNT(v.item), 1
          FROM characters.item_instance i LEFT JOIN characters.character_inventory v ON v.item = i.guid AND v.guid = i.owner_guid GROUP BY i.guid
        UNION ALL SELECT CONCAT('thing with guid ', v.item, ' at all'), COUNT(i.guid), COUNT(*)
          FROM characters.character_inventory v LEFT JOIN characters.item_instance i ON i.guid = v.item GROUP BY v.item
        UNION ALL SELECT CONCAT('things in slot ', v.slot, ' of bag ', v.bag, ' of ', v.guid), COUNT(*), 1 FROM characters.character_inventory v GROUP BY v.guid, v.bag, v.slot
        UNION ALL SELECT CONCAT('bags with thing ', v.item), COUNT(*), 1 FROM characters.character_inventory v GROUP BY v.item
        -- With a letter that came and went in one transaction this test could not reckon.
        UNION ALL SELECT 'letters that were seen, of those with numbers', (SELECT COUNT(*) FROM letters l), m.last_letter FROM playerbot.realm_markets m) t
 WHERE t.is_there <> t.wanted;

-- What the ledger does not explain: the money of bots, in purses, in the mail, and bid (a deposit is gone once it is paid, and a sale's comes when its letter is
-- taken; so does the cut), less what came from people and went to them, less all that the ledger says was created, and was not destroyed. The same at any time.
CREATE VIEW unexplained AS
SELECT CAST((SELECT COALESCE(SUM(c.money), 0) FROM characters.characters c)
     + (SELECT COALESCE(SUM(IF(l.reason = 1, l.price_copper, l.copper)), 0) FROM playerbot.realm_letters l)
     + (SELECT COALESCE(SUM(a.bid_copper), 0) FROM playerbot.realm_auctions a WHERE a.bidder_guid BETWEEN 1 AND 4026531839)
     - (SELECT COALESCE(SUM(IF(l.reason = 1, CAST(l.price_copper AS SIGNED), -CAST(l.price_copper AS SIGNED))), 0) FROM letters l WHERE l.reason IN (1, 3) AND l.other_guid >= 4026531840)
     - (SELECT COALESCE(SUM(g.net), 0) FROM playerbot.v_gold_ledger g) AS SIGNED) AS copper;

DELIMITER //
-- By how much the ledger may differ from what was saved after kill -9, since the entry of that number; neither can wait for the other:
-- * it lacks what happened after the last gold that was entered: deposits and cuts in saves whose call began later;
-- * it has what was not saved: gold that came after the third last save was written. What was entered before had happened before the second last save was
--   sent, and each save is sent after all that had happened since the one before it was sent was handed over.
CREATE FUNCTION may_differ(in_since BIGINT UNSIGNED) RETURNS BIGINT READS SQL DATA
RETURN (SELECT COALESCE(SUM(e.copper), 0) FROM ledger e
         WHERE e.what = 'cost' AND e.entry_id > in_since
           AND e.at >= COALESCE((SELECT MAX(b.observed_at) - INTERVAL 1000 MICROSECOND FROM playerbot.market_batches b WHERE b.kind = 'gold'), '1970-01-01'))
     + (SELECT COALESCE(SUM(e.copper), 0) FROM ledger e
         WHERE e.what = 'gold' AND e.entry_id > GREATEST(in_since, COALESCE((SELECT s.entry_id FROM ledger s WHERE s.what = 'save' ORDER BY s.entry_id DESC LIMIT 1 OFFSET 2), 0))) //
-- While nobody runs: all bots of a faction into one place, where one of them began, with money; every other one with cloaks, goods, and food
-- for those who have none.
CREATE PROCEDURE fill()
BEGIN
  CREATE TABLE IF NOT EXISTS places AS
  SELECT p.race IN (2, 5, 6, 8, 10) AS side, p.map, p.zone, p.position_x, p.position_y, p.position_z
    FROM characters.characters p WHERE p.guid IN (SELECT MIN(f.guid) FROM characters.characters f GROUP BY f.race IN (2, 5, 6, 8, 10));
  UPDATE characters.characters c JOIN places p ON p.side = (c.race IN (2, 5, 6, 8, 10))
     SET c.map = p.map, c.zone = p.zone, c.position_x = p.position_x, c.position_y = p.position_y, c.position_z = p.position_z, c.money = 200000;
  DELETE i, v FROM characters.item_instance i JOIN characters.character_inventory v ON v.item = i.guid
   WHERE i.itemEntry BETWEEN 40000 AND 40999 OR i.itemEntry BETWEEN 60001 AND 61999 OR i.itemEntry BETWEEN 35001 AND 35999;
  CREATE OR REPLACE TABLE gifts AS
  SELECT c.guid AS guid, 38 - s.seq AS slot, CASE WHEN s.seq < 5 THEN 60001 + (c.guid * 7 + s.seq) MOD 8 WHEN s.seq < 9 THEN 35001 + (c.guid * 3 + s.seq) MOD 20 ELSE 40001 END AS entry,
         IF(s.seq < 5, 1, 20) AS pieces
    FROM characters.characters c JOIN seq_0_to_12 s WHERE c.guid MOD 2 = 0;
  DELETE gifts FROM gifts JOIN characters.character_inventory i ON i.item = gifts.guid * 128 + gifts.slot;
  INSERT INTO characters.item_instance (guid, itemEntry, owner_guid, count, durability, flags, enchantments) SELECT g.guid * 128 + g.slot, g.entry, g.guid, g.pieces, 100, 0, '' FROM gifts g;
  INSERT INTO characters.character_inventory (guid, bag, slot, item) SELECT g.guid, 0, g.slot, g.guid * 128 + g.slot FROM gifts g;
  REPLACE INTO given SELECT e.entry, COALESCE(p.amount, 0) - COALESCE(m.amount, 0) FROM entries e LEFT JOIN present p ON p.entry = e.entry LEFT JOIN moved m ON m.entry = e.entry;
END //
DELIMITER ;
