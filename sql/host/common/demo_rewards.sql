-- Content, fifth part: what quests give. Three of ten offer a choice of three to five pieces of equipment for their level, better at
-- the end of a chain; some give food or a potion.
CREATE TEMPORARY TABLE demo_shelves (level INT NOT NULL, quality INT NOT NULL, pieces INT NOT NULL, PRIMARY KEY (level, quality));
INSERT INTO demo_shelves SELECT level, quality, COUNT(*) FROM demo_equipment GROUP BY level, quality;
CREATE TEMPORARY TABLE demo_choices (id INT NOT NULL PRIMARY KEY, level INT NOT NULL, quality INT NOT NULL, pieces INT NOT NULL, choices INT NOT NULL, start INT NOT NULL, step INT NOT NULL);
INSERT INTO demo_choices
SELECT q.id, h.level, h.quality, h.pieces, LEAST(h.pieces, 3 + d.b MOD 3), d.e MOD h.pieces, GREATEST(1, h.pieces DIV 6)
  FROM demo_quests q JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n
  JOIN demo_shelves h ON h.level = q.level AND h.quality = IF(q.kind = 'elite' OR q.q = q.last_q AND q.last_q - q.first_q >= 3, IF(q.level < 8, 2, 3), 2)
 WHERE d.c MOD 10 < 3 OR q.kind = 'elite' OR q.q = q.last_q AND q.last_q - q.first_q >= 3;
UPDATE quest_template t JOIN demo_choices c ON c.id = t.ID
  JOIN demo_equipment e1 ON e1.level = c.level AND e1.quality = c.quality AND e1.place = 1 + c.start MOD c.pieces
  LEFT JOIN demo_equipment e2 ON e2.level = c.level AND e2.quality = c.quality AND e2.place = 1 + (c.start + c.step) MOD c.pieces AND c.choices >= 2
  LEFT JOIN demo_equipment e3 ON e3.level = c.level AND e3.quality = c.quality AND e3.place = 1 + (c.start + 2 * c.step) MOD c.pieces AND c.choices >= 3
  LEFT JOIN demo_equipment e4 ON e4.level = c.level AND e4.quality = c.quality AND e4.place = 1 + (c.start + 3 * c.step) MOD c.pieces AND c.choices >= 4
  LEFT JOIN demo_equipment e5 ON e5.level = c.level AND e5.quality = c.quality AND e5.place = 1 + (c.start + 4 * c.step) MOD c.pieces AND c.choices >= 5
   SET t.RewardChoiceItemID1 = e1.entry, t.RewardChoiceItemQuantity1 = 1, t.RewardChoiceItemID2 = COALESCE(e2.entry, 0), t.RewardChoiceItemQuantity2 = e2.entry IS NOT NULL,
       t.RewardChoiceItemID3 = COALESCE(e3.entry, 0), t.RewardChoiceItemQuantity3 = e3.entry IS NOT NULL, t.RewardChoiceItemID4 = COALESCE(e4.entry, 0),
       t.RewardChoiceItemQuantity4 = e4.entry IS NOT NULL, t.RewardChoiceItemID5 = COALESCE(e5.entry, 0), t.RewardChoiceItemQuantity5 = e5.entry IS NOT NULL;
UPDATE quest_template t JOIN demo_quests q ON q.id = t.ID JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n
   SET t.RewardItem1 = 40000 + LEAST(@food, 1 + (q.level - 1) * @food DIV 80 + d.b MOD 3), t.RewardAmount1 = 3 + d.c MOD 5
 WHERE d.h MOD 100 < 15;
