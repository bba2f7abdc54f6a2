DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._refresh_equipment()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Makes equipment_templates anew from the items of the world; rows by hand stay. Bands of five levels; below level 10 nobody has chosen a
tree. Of what a class may wear the highest item level counts most, then its main attribute and stamina, heavier armor, quality; up to common things
below level 5, uncommon ones above. Things for one race, that begin a quest, or that a game master made for creatures are left out.
Parameters: none; reads item_template
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._refresh_equipment()'
BEGIN
  DECLARE v_level INT UNSIGNED DEFAULT 1;

  -- styles: T two-hander, S one-hander and shield, D two one-handers from level two_from on, C whatever has the most for spells, R two-hander and a ranged weapon.
  -- Skills are those of src/item/equip_slots.c: heaviest armor before and from level 40, weapons as bits of item_template.subclass.
  CREATE OR REPLACE TEMPORARY TABLE playerbot.dress_rules (
    class TINYINT UNSIGNED NOT NULL, specialization TINYINT UNSIGNED NOT NULL, stat TINYINT UNSIGNED NOT NULL, style CHAR(1) CHARACTER SET ascii NOT NULL,
    two_from TINYINT UNSIGNED NOT NULL, armor_low TINYINT UNSIGNED NOT NULL, armor_high TINYINT UNSIGNED NOT NULL, relic TINYINT UNSIGNED NOT NULL,
    weapons INT UNSIGNED NOT NULL, PRIMARY KEY (class, specialization)) ENGINE=MEMORY;
  INSERT INTO playerbot.dress_rules (class, specialization, stat, style, two_from, armor_low, armor_high, relic, weapons)
  SELECT s.class, s.specialization, s.stat, s.style, c.two_from, c.armor_low, c.armor_high, c.relic, c.weapons
    FROM (SELECT 1 AS class, 20 AS two_from, 3 AS armor_low, 4 AS armor_high, 0 AS relic, 370175 AS weapons UNION ALL SELECT 2, 0, 3, 4, 7, 499 UNION ALL
          SELECT 3, 20, 2, 3, 0, 370127 UNION ALL SELECT 4, 10, 2, 2, 0, 368797 UNION ALL SELECT 5, 0, 1, 1, 0, 558096 UNION ALL SELECT 6, 1, 4, 4, 10, 499 UNION ALL
          SELECT 7, 40, 2, 3, 9, 42035 UNION ALL SELECT 8, 0, 1, 1, 0, 558208 UNION ALL SELECT 9, 0, 1, 1, 0, 558208 UNION ALL SELECT 11, 0, 2, 2, 8, 42096) c
    JOIN (SELECT 1 AS class, 0 AS specialization, 4 AS stat, 'T' AS style UNION ALL SELECT 1, 1, 4, 'T' UNION ALL SELECT 1, 2, 4, 'D' UNION ALL SELECT 1, 3, 4, 'S' UNION ALL
          SELECT 2, 0, 4, 'T' UNION ALL SELECT 2, 1, 5, 'S' UNION ALL SELECT 2, 2, 4, 'S' UNION ALL SELECT 2, 3, 4, 'T' UNION ALL
          SELECT 3, 0, 3, 'R' UNION ALL SELECT 3, 1, 3, 'R' UNION ALL SELECT 3, 2, 3, 'R' UNION ALL SELECT 3, 3, 3, 'R' UNION ALL
          SELECT 4, 0, 3, 'D' UNION ALL SELECT 4, 1, 3, 'D' UNION ALL SELECT 4, 2, 3, 'D' UNION ALL SELECT 4, 3, 3, 'D' UNION ALL
          SELECT 5, 0, 5, 'C' UNION ALL SELECT 5, 1, 5, 'C' UNION ALL SELECT 5, 2, 5, 'C' UNION ALL SELECT 5, 3, 5, 'C' UNION ALL
          SELECT 6, 0, 4, 'T' UNION ALL SELECT 6, 1, 4, 'T' UNION ALL SELECT 6, 2, 4, 'D' UNION ALL SELECT 6, 3, 4, 'T' UNION ALL
          SELECT 7, 0, 3, 'S' UNION ALL SELECT 7, 1, 5, 'S' UNION ALL SELECT 7, 2, 3, 'D' UNION ALL SELECT 7, 3, 5, 'S' UNION ALL
          SELECT 8, 0, 5, 'C' UNION ALL SELECT 8, 1, 5, 'C' UNION ALL SELECT 8, 2, 5, 'C' UNION ALL SELECT 8, 3, 5, 'C' UNION ALL
          SELECT 9, 0, 5, 'C' UNION ALL SELECT 9, 1, 5, 'C' UNION ALL SELECT 9, 2, 5, 'C' UNION ALL SELECT 9, 3, 5, 'C' UNION ALL
          SELECT 11, 0, 3, 'T' UNION ALL SELECT 11, 1, 5, 'C' UNION ALL SELECT 11, 2, 3, 'T' UNION ALL SELECT 11, 3, 5, 'C') s ON s.class = c.class;
  -- Each thing once for each slot that it goes into. A one-hander goes into either hand.
  CREATE OR REPLACE TEMPORARY TABLE playerbot.dress_items (
    entry INT UNSIGNED NOT NULL, slot TINYINT UNSIGNED NOT NULL, is_weapon TINYINT UNSIGNED NOT NULL, subclass TINYINT UNSIGNED NOT NULL, type TINYINT UNSIGNED NOT NULL,
    quality TINYINT UNSIGNED NOT NULL, required_level SMALLINT UNSIGNED NOT NULL, item_level SMALLINT UNSIGNED NOT NULL, class_mask INT UNSIGNED NOT NULL,
    strength INT NOT NULL, agility INT NOT NULL, intellect INT NOT NULL, stamina INT NOT NULL, PRIMARY KEY (entry, slot), KEY (required_level)) ENGINE=InnoDB;
  INSERT INTO playerbot.dress_items (entry, slot, is_weapon, subclass, type, quality, required_level, item_level, class_mask, strength, agility, intellect, stamina)
  SELECT i.entry, t.slot, i.class = 2, i.subclass, i.InventoryType, i.Quality, GREATEST(i.RequiredLevel, 1), i.ItemLevel, i.AllowableClass & 2047,
         (i.stat_type1 = 4) * i.stat_value1 + (i.stat_type2 = 4) * i.stat_value2 + (i.stat_type3 = 4) * i.stat_value3 + (i.stat_type4 = 4) * i.stat_value4 + (i.stat_type5 = 4) * i.stat_value5,
         (i.stat_type1 = 3) * i.stat_value1 + (i.stat_type2 = 3) * i.stat_value2 + (i.stat_type3 = 3) * i.stat_value3 + (i.stat_type4 = 3) * i.stat_value4 + (i.stat_type5 = 3) * i.stat_value5,
         (i.stat_type1 = 5) * i.stat_value1 + (i.stat_type2 = 5) * i.stat_value2 + (i.stat_type3 = 5) * i.stat_value3 + (i.stat_type4 = 5) * i.stat_value4 + (i.stat_type5 = 5) * i.stat_value5,
         (i.stat_type1 = 7) * i.stat_value1 + (i.stat_type2 = 7) * i.stat_value2 + (i.stat_type3 = 7) * i.stat_value3 + (i.stat_type4 = 7) * i.stat_value4 + (i.stat_type5 = 7) * i.stat_value5
    FROM world.item_template i
    JOIN (SELECT 1 AS type, 0 AS slot UNION ALL SELECT 2, 1 UNION ALL SELECT 3, 2 UNION ALL SELECT 5, 4 UNION ALL SELECT 20, 4 UNION ALL SELECT 6, 5 UNION ALL
          SELECT 7, 6 UNION ALL SELECT 8, 7 UNION ALL SELECT 9, 8 UNION ALL SELECT 10, 9 UNION ALL SELECT 11, 10 UNION ALL SELECT 12, 12 UNION ALL SELECT 16, 14 UNION ALL
          SELECT 17, 15 UNION ALL SELECT 13, 15 UNION ALL SELECT 21, 15 UNION ALL SELECT 13, 16 UNION ALL SELECT 22, 16 UNION ALL SELECT 14, 16 UNION ALL
          SELECT 15, 17 UNION ALL SELECT 25, 17 UNION ALL SELECT 26, 17 UNION ALL SELECT 28, 17) t ON t.type = i.InventoryType
   WHERE i.class IN (2, 4) AND i.Quality BETWEEN 1 AND 2 AND i.startquest = 0 AND i.bonding <> 4 AND i.RequiredLevel <= 80 AND i.ItemLevel <= 300
     AND i.AllowableRace & 1791 = 1791 AND i.name NOT LIKE 'Monster - %' AND i.name NOT RLIKE '(?i)\\b(test|deprecated|unused|old)\\b';

  DELETE FROM playerbot.equipment_templates WHERE is_fixed = 0;
  WHILE v_level <= 80 DO
    INSERT IGNORE INTO playerbot.equipment_templates (class, specialization, level_min, level_max, slot, item_entry, score, is_fixed)
    WITH ranked AS (
      SELECT r.class, r.specialization, i.slot, i.entry,
             i.item_level * 40 + 10 * GREATEST(0, CASE r.stat WHEN 4 THEN i.strength WHEN 3 THEN i.agility ELSE i.intellect END) + 4 * GREATEST(0, i.stamina)
             + IF(i.is_weapon = 0 AND i.subclass <= 4, 15 * i.subclass, 0) + 5 * i.quality AS score
        FROM playerbot.dress_items i JOIN playerbot.dress_rules r
       WHERE i.required_level BETWEEN IF(v_level < 10, 1, v_level - 8) AND v_level
         AND i.item_level <= v_level + 5 + 4 * GREATEST(0, CAST(v_level AS SIGNED) - 60)
         AND (v_level >= 10 OR r.specialization = 0) AND (v_level >= 5 OR (i.quality = 1 AND i.slot IN (4, 6, 7, 15, 16, 17)))
         AND i.class_mask >> (r.class - 1) & 1
         AND CASE WHEN i.is_weapon THEN r.weapons >> i.subclass & 1 WHEN i.subclass = 6 THEN r.style = 'S' WHEN i.subclass >= 7 THEN i.subclass = r.relic
                  ELSE i.subclass <= IF(v_level < 40, r.armor_low, r.armor_high) END
         AND CASE i.slot WHEN 15 THEN i.is_weapon AND CASE WHEN r.style IN ('T', 'R') THEN i.type = 17 WHEN r.style IN ('S', 'D') THEN i.type <> 17 ELSE TRUE END
                         WHEN 16 THEN (r.style = 'S' AND i.type = 14) OR (r.style = 'D' AND i.is_weapon AND v_level >= r.two_from)
                         ELSE TRUE END)
    SELECT b.class, b.specialization, v_level, IF(v_level = 80, 255, IF(v_level = 1, 4, v_level + 4)), b.slot, b.entry, b.score, 0
      FROM (SELECT k.*, ROW_NUMBER() OVER (PARTITION BY k.class, k.specialization, k.slot ORDER BY k.score DESC, k.entry) AS place FROM ranked k) b
     WHERE b.place = 1;
    SET v_level = IF(v_level = 1, 5, v_level + 5);
  END WHILE;
  DROP TEMPORARY TABLE IF EXISTS playerbot.dress_rules, playerbot.dress_items;
END //
DELIMITER ;
