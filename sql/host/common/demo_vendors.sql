-- Content, last part: vendors. Each has food and drink for its zone; the first of a zone has bags, all have plain equipment of the
-- zone's levels and one better piece, of which there is one an hour.
CREATE TEMPORARY TABLE demo_vendors (entry INT NOT NULL PRIMARY KEY, n INT NOT NULL, place INT NOT NULL, low INT NOT NULL, high INT NOT NULL, is_trader INT NOT NULL);
INSERT INTO demo_vendors
SELECT c.entry, c.n, ROW_NUMBER() OVER (PARTITION BY c.z ORDER BY c.k), z.low, z.high, t.npcflag & 4096 > 0
  FROM demo_creatures c JOIN demo_zones z ON z.z = c.z JOIN creature_template t ON t.entry = c.entry WHERE t.npcflag & 128;
INSERT IGNORE INTO npc_vendor (entry, slot, item)
SELECT v.entry, s.seq, 40000 + LEAST(@food, 1 + LEAST(79, v.low - 1 + s.seq DIV 3 * 4) * @food DIV 80 + s.seq MOD 3)
  FROM demo_vendors v JOIN seq_0_to_8 s ON v.low + s.seq DIV 3 * 4 <= v.high + 2;
INSERT INTO npc_vendor (entry, slot, item) SELECT v.entry, 10 + s.seq, 45000 + s.seq FROM demo_vendors v JOIN seq_1_to_10 s ON s.seq <= 2 + v.high DIV 8 WHERE v.place = 1;
-- Every third plain piece, another third at the next.
INSERT INTO npc_vendor (entry, slot, item)
SELECT v.entry, 20 + ROW_NUMBER() OVER (PARTITION BY v.entry ORDER BY e.entry), e.entry
  FROM demo_vendors v JOIN demo_equipment e ON e.quality = 1 AND e.level BETWEEN v.low AND v.high AND (e.n MOD 3 = v.place MOD 3 OR e.level = 1) WHERE v.is_trader;
INSERT INTO npc_vendor (entry, slot, item, maxcount, incrtime)
SELECT v.entry, 19, e.entry, 1, 3600 FROM demo_vendors v JOIN demo_shelves h ON h.level = v.high AND h.quality = 2 JOIN demo_draws d ON d.kind = 'c' AND d.n = v.n
  JOIN demo_equipment e ON e.level = h.level AND e.quality = 2 AND e.place = 1 + d.a MOD h.pieces WHERE v.is_trader;
