-- Content, sixth part: loot. Equipment of one level, quality and variant is a table of references, of which at most one piece
-- drops; who lives here points at some of them, and has junk, trade goods and what quests want beside.
INSERT INTO reference_loot_template (Entry, Item, Chance, GroupId)
SELECT e.level * 100 + e.quality * 10 + e.variant, e.entry, 0, 1 FROM demo_equipment e WHERE e.quality BETWEEN 1 AND 4;

CREATE TEMPORARY TABLE demo_tables (entry INT NOT NULL PRIMARY KEY);
INSERT INTO demo_tables SELECT DISTINCT Entry FROM reference_loot_template;
-- Percent of kills, for the four qualities; `tables` of each.
CREATE TEMPORARY TABLE demo_chances (`rank` INT NOT NULL, quality INT NOT NULL, chance DOUBLE NOT NULL, tables INT NOT NULL, PRIMARY KEY (`rank`, quality));
INSERT INTO demo_chances VALUES (0, 1, 3, 1), (0, 2, 4, 2), (0, 3, 0.6, 1), (0, 4, 0.05, 1), (1, 1, 4, 1), (1, 2, 10, 2), (1, 3, 3, 2), (1, 4, 0.3, 1),
  (2, 2, 40, 2), (2, 3, 30, 2), (2, 4, 3, 1), (4, 2, 35, 2), (4, 3, 15, 1), (4, 4, 1, 1);
INSERT INTO creature_loot_template (Entry, Reference, Chance)
SELECT DISTINCT c.entry, t.entry, h.chance
  FROM demo_creatures c JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n JOIN demo_chances h ON h.`rank` = c.`rank` JOIN seq_0_to_1 s ON s.seq < h.tables
  JOIN demo_tables t ON t.entry = c.level * 100 + h.quality * 10 + (d.b + h.quality + 3 * s.seq) MOD 6
 WHERE c.is_hostile;
INSERT INTO creature_loot_template (Entry, Item, Chance, MinCount, MaxCount)
SELECT c.entry, 30000 + 1 + ((c.level - 1) * @junk DIV 80 + (d.c + 7 * s.seq) MOD (@junk DIV 40)) MOD @junk, IF(s.seq, 18, 42), 1, 1 + d.d MOD 2
  FROM demo_creatures c JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n JOIN seq_0_to_1 s WHERE c.is_hostile AND (s.seq = 0 OR 7 MOD (@junk DIV 40) <> 0);
INSERT INTO creature_loot_template (Entry, Item, Chance, MinCount, MaxCount)
SELECT c.entry, 35000 + 1 + ((c.level - 1) * @goods DIV 80 + d.e MOD (@goods DIV 20)) MOD @goods, 15 + d.e MOD 20, 1, 1 + d.f MOD 3
  FROM demo_creatures c JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n WHERE c.is_hostile;
INSERT INTO creature_loot_template (Entry, Item, Chance)
SELECT c.entry, 40000 + LEAST(@food, 1 + (c.level - 1) * @food DIV 80 + d.g MOD 3), 6 FROM demo_creatures c JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n WHERE c.is_hostile;
INSERT INTO creature_loot_template (Entry, Item, Chance)
SELECT c.entry, 45000 + LEAST(20, 1 + c.level DIV 5 + d.g MOD 4), 0.4 FROM demo_creatures c JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n WHERE c.is_hostile;
-- Only for who has the quest.
INSERT INTO creature_loot_template (Entry, Item, Chance, QuestRequired)
SELECT q.target, q.item, 40 + d.f MOD 46, 1 FROM demo_quests q JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n WHERE q.kind = 'collect'
UNION ALL SELECT q.second, q.item, 30 + d.f MOD 31, 1 FROM demo_quests q JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n WHERE q.kind = 'collect' AND q.second > 0;
