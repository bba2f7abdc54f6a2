-- Content for the small world of our own, first part: its size, its chance, its zones. One session runs all parts in order
-- (ci/demo-world). @scale is the size in percent (100: 10,000 quests, 20,000 items, 5,000 creatures, some 60,000 spawns),
-- @seed decides everything else: the same two numbers make the same world.
SET @quests = 100 * @scale, @items = 200 * @scale, @creatures = 50 * @scale;

-- The only source of chance: eight numbers of 0 to 65,535 for each number of a kind (zone, creature, spawn, quest, item).
CREATE TEMPORARY TABLE demo_draws (
  kind CHAR(1) NOT NULL, n INT UNSIGNED NOT NULL,
  a SMALLINT UNSIGNED NOT NULL, b SMALLINT UNSIGNED NOT NULL, c SMALLINT UNSIGNED NOT NULL, d SMALLINT UNSIGNED NOT NULL,
  e SMALLINT UNSIGNED NOT NULL, f SMALLINT UNSIGNED NOT NULL, g SMALLINT UNSIGNED NOT NULL, h SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (kind, n));
INSERT INTO demo_draws
WITH numbers AS (
  SELECT 'z' AS kind, seq AS n FROM seq_1_to_200
  UNION ALL SELECT 'c', seq FROM seq_1_to_20000 WHERE seq <= @creatures
  UNION ALL SELECT 'q', seq FROM seq_1_to_40000 WHERE seq <= @quests
  UNION ALL SELECT 'i', seq FROM seq_1_to_80000 WHERE seq <= @items
  UNION ALL SELECT 's', seq FROM seq_1_to_400000 WHERE seq <= 20 * @creatures),
hashes AS (SELECT kind, n, MD5(CONCAT(@seed, kind, n)) AS x FROM numbers LIMIT 1000000000)
SELECT kind, n, CONV(SUBSTR(x, 1, 4), 16, 10), CONV(SUBSTR(x, 5, 4), 16, 10), CONV(SUBSTR(x, 9, 4), 16, 10), CONV(SUBSTR(x, 13, 4), 16, 10),
       CONV(SUBSTR(x, 17, 4), 16, 10), CONV(SUBSTR(x, 21, 4), 16, 10), CONV(SUBSTR(x, 25, 4), 16, 10), CONV(SUBSTR(x, 29, 4), 16, 10)
  FROM hashes;

-- Zones and their maps have the numbers of version 3.3.5, so that races find their home; places are ours.
CREATE TEMPORARY TABLE demo_bands (zone INT NOT NULL PRIMARY KEY, map INT NOT NULL, low INT NOT NULL, high INT NOT NULL);
INSERT INTO demo_bands VALUES
  (12, 0, 1, 10), (1, 0, 1, 10), (85, 0, 1, 10), (38, 0, 10, 20), (40, 0, 10, 20), (130, 0, 10, 20), (44, 0, 15, 25), (10, 0, 18, 30),
  (11, 0, 20, 30), (267, 0, 20, 30), (36, 0, 30, 40), (45, 0, 30, 40), (33, 0, 30, 45), (3, 0, 35, 45), (8, 0, 35, 45), (47, 0, 40, 50),
  (51, 0, 43, 50), (4, 0, 45, 55), (46, 0, 50, 58), (28, 0, 51, 58), (139, 0, 53, 60), (41, 0, 55, 60),
  (14, 1, 1, 10), (215, 1, 1, 10), (141, 1, 1, 10), (148, 1, 10, 20), (17, 1, 10, 25), (406, 1, 15, 27), (331, 1, 18, 30), (400, 1, 25, 35),
  (405, 1, 30, 40), (15, 1, 35, 45), (357, 1, 40, 50), (440, 1, 40, 50), (16, 1, 45, 55), (490, 1, 48, 55), (361, 1, 48, 55),
  (493, 1, 55, 60), (618, 1, 55, 60), (1377, 1, 55, 60),
  (3430, 530, 1, 10), (3524, 530, 1, 10), (3433, 530, 10, 20), (3525, 530, 10, 20), (3483, 530, 58, 63), (3521, 530, 60, 64),
  (3519, 530, 62, 65), (3518, 530, 64, 67), (3522, 530, 65, 68), (3523, 530, 67, 70), (3520, 530, 67, 70),
  (3537, 571, 68, 72), (495, 571, 68, 72), (65, 571, 71, 74), (394, 571, 73, 75), (66, 571, 74, 77), (3711, 571, 76, 78),
  (67, 571, 77, 80), (210, 571, 77, 80), (4197, 571, 77, 80), (2817, 571, 77, 80);
SET @zones = (SELECT COUNT(*) FROM demo_bands);

-- Five columns 4,000 yards apart, row by row to and fro, so that zones of neighbouring levels are neighbours.
CREATE TEMPORARY TABLE demo_zones (
  z INT NOT NULL PRIMARY KEY, zone INT NOT NULL, map INT NOT NULL, low INT NOT NULL, high INT NOT NULL,
  x DOUBLE NOT NULL, y DOUBLE NOT NULL, radius DOUBLE NOT NULL, hubs INT NOT NULL, creatures INT NOT NULL, creature_first INT NOT NULL,
  givers INT NOT NULL, friends INT NOT NULL, quests INT NOT NULL, quest_first INT NOT NULL);
INSERT INTO demo_zones
WITH numbered AS (SELECT ROW_NUMBER() OVER (ORDER BY map, low, high, zone) AS z, ROW_NUMBER() OVER (PARTITION BY map ORDER BY low, high, zone) - 1 AS place, b.* FROM demo_bands b),
sized AS (
  SELECT n.*, @creatures DIV @zones + (n.z <= @creatures MOD @zones) AS creatures, (n.z - 1) * (@creatures DIV @zones) + LEAST(n.z - 1, @creatures MOD @zones) AS creature_first,
         @quests DIV @zones + (n.z <= @quests MOD @zones) AS quests, (n.z - 1) * (@quests DIV @zones) + LEAST(n.z - 1, @quests MOD @zones) AS quest_first
    FROM numbered n),
peopled AS (SELECT s.*, GREATEST(2, ROUND(s.creatures * 0.2)) AS givers FROM sized s)
SELECT p.z, p.zone, p.map, p.low, p.high, -8000 + 4000 * IF(p.place DIV 5 MOD 2, 4 - p.place MOD 5, p.place MOD 5) + d.a / 65536 * 600 - 300,
       -8000 + 4000 * (p.place DIV 5) + d.b / 65536 * 600 - 300, IF(p.low = 1, 700, 900) + d.c / 65536 * IF(p.low = 1, 300, 500),
       LEAST(p.givers, 1 + (p.high - p.low >= 3) + (p.high - p.low >= 7)), p.creatures, p.creature_first,
       p.givers, p.givers + LEAST(3, GREATEST(1, p.creatures DIV 20)) + 2 * (p.creatures >= 40), p.quests, p.quest_first
  FROM peopled p JOIN demo_draws d ON d.kind = 'z' AND d.n = p.z;

-- Villages: the first in the middle, the others nine tenths of the way out; levels rise from the first to the last.
CREATE TEMPORARY TABLE demo_hubs (z INT NOT NULL, hub INT NOT NULL, x DOUBLE NOT NULL, y DOUBLE NOT NULL, PRIMARY KEY (z, hub));
INSERT INTO demo_hubs
SELECT z.z, s.seq, z.x + (s.seq > 1) * 0.9 * z.radius * COS(d.d / 65536 * 6.283 + 2.4 * s.seq), z.y + (s.seq > 1) * 0.9 * z.radius * SIN(d.d / 65536 * 6.283 + 2.4 * s.seq)
  FROM demo_zones z JOIN demo_draws d ON d.kind = 'z' AND d.n = z.z JOIN seq_1_to_3 s ON s.seq <= z.hubs;

-- Where a zone's last quests send on to: the easiest zone of the map that is not easier than its end.
CREATE TEMPORARY TABLE demo_next (z INT NOT NULL PRIMARY KEY, next_z INT NOT NULL);
INSERT INTO demo_next
SELECT z.z, (SELECT n.z FROM demo_zones n WHERE n.map = z.map AND n.low >= z.high - 2 AND n.z > z.z ORDER BY n.low, n.z LIMIT 1)
  FROM demo_zones z WHERE EXISTS (SELECT 1 FROM demo_zones n WHERE n.map = z.map AND n.low >= z.high - 2 AND n.z > z.z);
