-- Content, fourth part: items. Numbers: equipment from 1000, junk from 30000, trade goods from 35000, food, drink and potions from
-- 40000, bags from 45000, what quests want from 50000. Equipment takes what the others leave of the wanted number.
SET @junk = GREATEST(40, FLOOR(@items * 0.09)), @goods = GREATEST(40, FLOOR(@items * 0.06)), @food = GREATEST(48, FLOOR(@items * 0.035)), @bags = 20;
SET @equipment = @items - @junk - @goods - @food - @bags - (SELECT COUNT(*) FROM demo_quests WHERE item > 0);

-- Forms of equipment. budget: share of the stats that a chest piece has; guard: armor for each item level; blow: damage a second
-- against a one-hander's; styles: letters of demo_styles. In memory: InnoDB leaves gaps in what it numbers.
CREATE TEMPORARY TABLE demo_forms (
  form INT NOT NULL PRIMARY KEY AUTO_INCREMENT, class INT NOT NULL, subclass INT NOT NULL, inventory_type INT NOT NULL, budget DOUBLE NOT NULL,
  guard DOUBLE NOT NULL, blow DOUBLE NOT NULL, delay INT NOT NULL, styles VARCHAR(8) NOT NULL, name VARCHAR(32) NOT NULL) ENGINE=MEMORY;
INSERT INTO demo_forms (class, subclass, inventory_type, budget, guard, blow, delay, styles, name)
SELECT 4, a.subclass, s.inventory_type, s.budget, a.guard * s.budget, 0, 0, a.styles, CONCAT(a.name, ' ', s.name)
  FROM (SELECT 1 AS subclass, 2.0 AS guard, 'CH' AS styles, 'Cloth' AS name UNION ALL SELECT 2, 3.7, 'AACH', 'Leather' UNION ALL SELECT 3, 8.3, 'AACH', 'Mail'
        UNION ALL SELECT 4, 9.6, 'SSTH', 'Plate') a
  JOIN (SELECT 1 AS inventory_type, 1.0 AS budget, 'Helm' AS name UNION ALL SELECT 3, 0.75, 'Shoulders' UNION ALL SELECT 5, 1, 'Chest' UNION ALL SELECT 6, 0.75, 'Belt'
        UNION ALL SELECT 7, 1, 'Legs' UNION ALL SELECT 8, 0.75, 'Boots' UNION ALL SELECT 9, 0.56, 'Bracers' UNION ALL SELECT 10, 0.75, 'Gloves') s
 ORDER BY s.inventory_type, a.subclass;
INSERT INTO demo_forms (class, subclass, inventory_type, budget, guard, blow, delay, styles, name) VALUES
  (4, 1, 20, 1, 2, 0, 0, 'CH', 'Robe'), (4, 1, 16, 0.56, 1, 0, 0, 'SACHT', 'Cloak'), (4, 0, 2, 0.56, 0, 0, 0, 'SACHT', 'Necklace'),
  (4, 0, 11, 0.56, 0, 0, 0, 'SACHT', 'Ring'), (4, 0, 11, 0.56, 0, 0, 0, 'SACHT', 'Band'), (4, 0, 12, 0.56, 0, 0, 0, 'SACHT', 'Charm'),
  (4, 0, 12, 0.56, 0, 0, 0, 'SACHT', 'Idol'), (4, 6, 14, 0.56, 30, 0, 0, 'TTCH', 'Shield'), (4, 0, 23, 0.56, 0, 0, 0, 'CH', 'Orb'),
  (4, 0, 4, 0, 0, 0, 0, 'S', 'Shirt'), (4, 0, 19, 0, 0, 0, 0, 'S', 'Tabard'), (4, 7, 28, 0.3, 0, 0, 0, 'SH', 'Libram'), (4, 8, 28, 0.3, 0, 0, 0, 'ACH', 'Figurine'),
  (4, 9, 28, 0.3, 0, 0, 0, 'ACH', 'Totem'), (4, 10, 28, 0.3, 0, 0, 0, 'ST', 'Sigil'),
  (2, 0, 13, 0.42, 0, 1, 2600, 'SA', 'Axe'), (2, 4, 13, 0.42, 0, 1, 2500, 'SCH', 'Mace'), (2, 7, 13, 0.42, 0, 1, 2400, 'SAT', 'Sword'), (2, 15, 13, 0.42, 0, 1, 1800, 'AC', 'Dagger'),
  (2, 13, 13, 0.42, 0, 1, 2600, 'SA', 'Claw'), (2, 7, 21, 0.42, 0, 1, 2600, 'ST', 'Longsword'), (2, 15, 21, 0.42, 0, 1, 1800, 'CH', 'Spellblade'), (2, 0, 22, 0.42, 0, 1, 1700, 'A', 'Hatchet'),
  (2, 1, 17, 1, 0, 1.3, 3500, 'S', 'Greataxe'), (2, 5, 17, 1, 0, 1.3, 3500, 'S', 'Maul'), (2, 8, 17, 1, 0, 1.3, 3400, 'S', 'Greatsword'), (2, 6, 17, 1, 0, 1.3, 3300, 'SA', 'Spear'),
  (2, 10, 17, 1, 0, 1.2, 3100, 'CHCA', 'Staff'), (2, 2, 15, 0.32, 0, 1, 2800, 'A', 'Bow'), (2, 3, 26, 0.32, 0, 1, 2700, 'A', 'Rifle'), (2, 18, 26, 0.32, 0, 1, 3000, 'A', 'Crossbow'),
  (2, 19, 26, 0.32, 0, 1.1, 1700, 'CH', 'Wand'), (2, 16, 25, 0.32, 0, 0.9, 2200, 'A', 'Darts');
SET @forms = (SELECT COUNT(*) FROM demo_forms);
-- Strength, agility, caster, healer, tank: five stats each, the weightiest first.
CREATE TEMPORARY TABLE demo_styles (style CHAR(1) NOT NULL PRIMARY KEY, s1 INT NOT NULL, s2 INT NOT NULL, s3 INT NOT NULL, s4 INT NOT NULL, s5 INT NOT NULL);
INSERT INTO demo_styles VALUES ('S', 4, 7, 32, 31, 38), ('A', 3, 7, 38, 32, 31), ('C', 5, 7, 45, 32, 36), ('H', 5, 6, 45, 7, 43), ('T', 7, 4, 12, 13, 14);

-- Each form comes once a round, and the rounds go through the levels 1 to 80. Plate begins at 40, mail stands in below it, and
-- leather for mail.
CREATE TEMPORARY TABLE demo_equipment (
  entry INT NOT NULL PRIMARY KEY, n INT NOT NULL, form INT NOT NULL, level INT NOT NULL, quality INT NOT NULL, item_level INT NOT NULL, style CHAR(1) NOT NULL,
  variant INT NOT NULL, place INT NOT NULL DEFAULT 0, KEY (level, quality));
INSERT INTO demo_equipment (entry, n, form, level, quality, item_level, style, variant)
WITH made AS (
  SELECT s.seq AS n, 1 + (s.seq - 1) MOD @forms AS form, LEAST(80, 1 + (s.seq - 1) DIV @forms * 80 DIV CEIL(@equipment / @forms)) AS level, (s.seq - 1) DIV @forms = 0 AS is_first
    FROM seq_1_to_80000 s WHERE s.seq <= @equipment),
rated AS (
  SELECT m.*, d.b, f.styles, CASE WHEN m.is_first OR f.budget = 0 THEN 1 WHEN d.a < 900 THEN 0 WHEN d.a < 14000 OR m.level < 4 AND d.a < 30000 THEN 1 WHEN d.a < 45000 OR m.level < 8 THEN 2
           WHEN d.a < 60500 OR m.level < 40 THEN 3 WHEN d.a < 65300 OR m.level < 60 THEN 4 ELSE 5 END AS quality
    FROM made m JOIN demo_draws d ON d.kind = 'i' AND d.n = m.n JOIN demo_forms f ON f.form = m.form)
SELECT 1000 + n, n, form, level, quality,
       CASE WHEN level <= 60 THEN level + 4 WHEN level <= 70 THEN 64 + (level - 60) * 5 ELSE 114 + (level - 70) * 7 END + IF(quality > 2, (quality - 2) * (3 + level DIV 8), 0),
       SUBSTR(styles, 1 + b MOD CHAR_LENGTH(styles), 1), b MOD 6
  FROM rated;
UPDATE demo_equipment e JOIN (SELECT entry, ROW_NUMBER() OVER (PARTITION BY level, quality ORDER BY entry) AS place FROM demo_equipment) o ON o.entry = e.entry SET e.place = o.place;

-- Stats: budget points = 0.25 item level ^ 1.1 for a chest piece, shared out 40, 40, 25, 20, 15.
INSERT INTO item_template (entry, class, subclass, name, Quality, Flags, BuyPrice, SellPrice, InventoryType, AllowableClass, ItemLevel, RequiredLevel, maxcount, stackable,
  stat_type1, stat_value1, stat_type2, stat_value2, stat_type3, stat_value3, stat_type4, stat_value4, stat_type5, stat_value5, dmg_min1, dmg_max1, armor, delay, bonding, block, itemset)
WITH worth AS (
  SELECT e.*, f.class, f.inventory_type, f.guard, f.blow, f.delay, f.name AS form_name, f.budget, t.s1, t.s2, t.s3, t.s4, t.s5, d.c, d.d, d.e, d.f,
         IF(f.class = 4 AND f.subclass IN (3, 4) AND f.inventory_type IN (1, 3, 5, 6, 7, 8, 9, 10) AND e.level < 40, f.subclass - 1, f.subclass) AS subclass,
         f.budget * 0.25 * POW(e.item_level, 1.1) * ELT(e.quality + 1, 0, 0, 0.9, 1, 1.15, 1.3) AS points,
         CASE WHEN f.budget = 0 OR e.quality < 2 THEN 0 WHEN e.quality = 2 THEN 2 + (e.level >= 15) WHEN e.quality = 3 THEN 4 ELSE 5 END AS stats,
         e.quality >= 3 AND f.class = 4 AND f.subclass BETWEEN 1 AND 4 AND d.f MOD 8 = 0 AS is_set,
         FLOOR((20 + 9 * e.item_level + 2.2 * e.item_level * e.item_level) * (0.5 + f.budget) * ELT(e.quality + 1, 0.4, 0.7, 1.2, 2, 4, 8)) AS price
    FROM demo_equipment e JOIN demo_forms f ON f.form = e.form JOIN demo_styles t ON t.style = e.style JOIN demo_draws d ON d.kind = 'i' AND d.n = e.n)
SELECT entry, class, subclass,
       CONCAT(IF(quality = 0, 'Worn ', ''), ELT(1 + c MOD 20, 'Ashen', 'Bramble', 'Carved', 'Dusky', 'Ember', 'Fair', 'Grim', 'Hardened', 'Iron', 'Journey', 'Keen', 'Lonely', 'Marsh', 'Northern', 'Old',
              'Proven', 'Quiet', 'River', 'Sturdy', 'Twilight'), ' ', IF(level < 40, REPLACE(REPLACE(form_name, 'Mail ', 'Leather '), 'Plate ', 'Mail '), form_name)), quality,
       IF(quality >= 4 AND inventory_type IN (11, 12), 524288, 0), price, price DIV 5, inventory_type,
       CASE WHEN is_set AND d MOD 2 = 0 THEN ELT(subclass, 400, 1032, 68, 35) ELSE -1 END, item_level, level, IF(quality >= 4 AND inventory_type IN (11, 12) AND d MOD 2, 1, 0), 1,
       IF(stats >= 1, s1, 0), IF(stats >= 1, GREATEST(1, ROUND(points * 0.4)), 0), IF(stats >= 2, s2, 0), IF(stats >= 2, GREATEST(1, ROUND(points * 0.4)), 0),
       IF(stats >= 3, s3, 0), IF(stats >= 3, GREATEST(1, ROUND(points * 0.25)), 0), IF(stats >= 4, s4, 0), IF(stats >= 4, GREATEST(1, ROUND(points * 0.2)), 0),
       IF(stats >= 5, s5, 0), IF(stats >= 5, GREATEST(1, ROUND(points * 0.15)), 0),
       ROUND((1.2 + 0.3 * item_level) * blow * ELT(quality + 1, 0.8, 0.9, 1, 1.08, 1.2, 1.35) * delay / 1000 * 0.75, 1), ROUND((1.2 + 0.3 * item_level) * blow * ELT(quality + 1, 0.8, 0.9, 1, 1.08, 1.2, 1.35) * delay / 1000 * 1.25, 1),
       ROUND(guard * item_level * ELT(quality + 1, 0.8, 0.9, 1, 1.05, 1.15, 1.3)), IF(class = 2, delay, 0),
       CASE WHEN quality < 2 THEN 0 WHEN quality = 5 OR quality >= 3 AND e MOD 10 < 6 THEN 1 ELSE 2 END, IF(inventory_type = 14, FLOOR(item_level * 0.8), 0),
       IF(is_set, 1 + level DIV 10 * 10 + subclass, 0)
  FROM worth;

INSERT INTO item_template (entry, class, subclass, name, Quality, BuyPrice, SellPrice, ItemLevel, RequiredLevel, stackable)
SELECT 30000 + s.seq, 15, 0, CONCAT(ELT(1 + d.a MOD 16, 'Broken', 'Torn', 'Cracked', 'Dull', 'Bent', 'Chipped', 'Faded', 'Frayed', 'Matted', 'Mouldy', 'Rusty', 'Split', 'Stained', 'Tattered', 'Wilted', 'Worn'), ' ',
       ELT(1 + d.b MOD 12, 'Fang', 'Hide', 'Feather', 'Claw', 'Bone', 'Buckle', 'Horn', 'Scale', 'Tail', 'Idol', 'Pouch', 'Eye')), 0, 0,
       1 + (s.seq - 1) * 80 DIV @junk * (6 + d.c MOD 8), 1 + (s.seq - 1) * 80 DIV @junk, 0, IF(d.d MOD 3, 10, 5)
  FROM seq_1_to_80000 s JOIN demo_draws d ON d.kind = 'i' AND d.n = @equipment + s.seq WHERE s.seq <= @junk;
INSERT INTO item_template (entry, class, subclass, name, Quality, BuyPrice, SellPrice, ItemLevel, stackable)
SELECT 35000 + s.seq, 7, ELT(1 + s.seq MOD 5, 5, 6, 7, 9, 10), CONCAT(ELT(1 + d.a MOD 12, 'Rough', 'Coarse', 'Fine', 'Heavy', 'Light', 'Bright', 'Dark', 'Pure', 'Raw', 'Soft', 'Solid', 'Wild'), ' ',
       ELT(1 + s.seq MOD 5, 'Cloth', 'Leather', 'Ore', 'Herb', 'Essence')), IF(d.b MOD 12 = 0, 2, 1), 20 + (s.seq - 1) * 80 DIV @goods * 24, 4 + (s.seq - 1) * 80 DIV @goods * 6,
       1 + (s.seq - 1) * 80 DIV @goods, 20
  FROM seq_1_to_80000 s JOIN demo_draws d ON d.kind = 'i' AND d.n = @equipment + @junk + s.seq WHERE s.seq <= @goods;
INSERT INTO item_template (entry, class, subclass, name, Quality, BuyCount, BuyPrice, SellPrice, ItemLevel, RequiredLevel, stackable)
SELECT 40000 + s.seq, 0, IF(s.seq MOD 3 = 0, 1, 5), CONCAT(ELT(1 + d.a MOD 10, 'Plain', 'Salted', 'Sweet', 'Smoked', 'Cool', 'Fresh', 'Strong', 'Spiced', 'Bitter', 'Honeyed'), ' ',
       ELT(1 + s.seq MOD 3, 'Potion', 'Bread', 'Water')), 1, IF(s.seq MOD 3, 5, 1), 25 + (s.seq - 1) * 80 DIV @food * 20, 1 + (s.seq - 1) * 80 DIV @food, 1 + (s.seq - 1) * 80 DIV @food,
       1 + (s.seq - 1) * 80 DIV @food, IF(s.seq MOD 3 = 0, 5, 20)
  FROM seq_1_to_80000 s JOIN demo_draws d ON d.kind = 'i' AND d.n = @equipment + @junk + @goods + s.seq WHERE s.seq <= @food;
-- 6 to 24 slots, dearer by the square.
INSERT INTO item_template (entry, class, subclass, name, Quality, BuyPrice, SellPrice, InventoryType, ItemLevel, bonding, ContainerSlots)
SELECT 45000 + s.seq, 1, 0, CONCAT(ELT(1 + d.a MOD 8, 'Linen', 'Hide', 'Woven', 'Traveller', 'Red', 'Green', 'Deep', 'Stitched'), ' ', ELT(1 + d.b MOD 3, 'Bag', 'Pack', 'Satchel')),
       CASE WHEN s.seq <= 10 THEN 1 WHEN s.seq <= 16 THEN 2 ELSE 3 END, 100 * POW(s.seq, 2) * 5, 100 * POW(s.seq, 2), 18, 5 + s.seq * 3, IF(s.seq > 16, 2, 0), 6 + (s.seq - 1) DIV 2 * 2
  FROM seq_1_to_80000 s JOIN demo_draws d ON d.kind = 'i' AND d.n = @equipment + @junk + @goods + @food + s.seq WHERE s.seq <= @bags;
INSERT INTO item_template (entry, class, subclass, name, Quality, ItemLevel, bonding, stackable)
SELECT q.item, 12, 0, CONCAT(ELT(1 + d.a MOD 10, 'Missing', 'Sealed', 'Stolen', 'Marked', 'Burnt', 'Hidden', 'Cursed', 'Fallen', 'Precious', 'Odd'), ' ',
       ELT(1 + d.b MOD 10, 'Letter', 'Crate', 'Tooth', 'Heart', 'Plans', 'Ring', 'Totem', 'Sample', 'Badge', 'Supplies')), 1, q.level, 4, 20
  FROM demo_quests q JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n WHERE q.item > 0;
