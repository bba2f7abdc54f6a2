-- Content, second part: creatures and where they live. Creature k of zone z has the number 1000 z + k: first those who give
-- quests, then vendors, an innkeeper and an auctioneer, then what is hostile, from the easiest to the hardest.
CREATE TEMPORARY TABLE demo_creatures (
  entry INT NOT NULL PRIMARY KEY, n INT NOT NULL, z INT NOT NULL, k INT NOT NULL, is_hostile INT NOT NULL, hub INT NOT NULL, part DOUBLE NOT NULL,
  level INT NOT NULL, `rank` INT NOT NULL, spawns INT NOT NULL, KEY (z, k));
INSERT INTO demo_creatures
SELECT 1000 * z.z + s.seq, z.creature_first + s.seq, z.z, s.seq, s.seq > z.friends,
       IF(s.seq > z.friends, 1 + FLOOR((s.seq - z.friends - 0.5) / (z.creatures - z.friends) * z.hubs), 1 + (s.seq - 1 - IF(s.seq > z.givers, z.givers, 0)) MOD z.hubs),
       IF(s.seq > z.friends, (s.seq - z.friends - 0.5) / (z.creatures - z.friends), 0),
       IF(s.seq > z.friends, z.low + FLOOR((s.seq - z.friends - 0.5) / (z.creatures - z.friends) * (z.high - z.low + 1)), LEAST(80, z.high + 5)), 0, 1
  FROM demo_zones z JOIN seq_1_to_900 s ON s.seq <= z.creatures;
-- 1 elite, 2 rare elite, 4 rare.
UPDATE demo_creatures c JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n
   SET c.`rank` = CASE WHEN c.level < 8 THEN 0 WHEN d.d < 4600 THEN 1 WHEN d.d < 5000 THEN 2 WHEN d.d < 6500 THEN 4 ELSE 0 END
 WHERE c.is_hostile;
-- A camp has 8 to 20 of a kind, three kinds of ten have two camps; of the rare there is one.
UPDATE demo_creatures c JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n
   SET c.spawns = CASE c.`rank` WHEN 0 THEN 8 + d.e MOD 13 + IF(d.f MOD 10 < 3, 8 + d.f DIV 10 MOD 13, 0) WHEN 1 THEN 4 + d.e MOD 5 ELSE 1 END
 WHERE c.is_hostile;

INSERT INTO creature_template (entry, name, minlevel, maxlevel, faction, npcflag, `rank`, DamageModifier, BaseAttackTime, unit_class, unit_flags, type, lootid,
  mingold, maxgold, HealthModifier, ExperienceModifier)
WITH named AS (
  SELECT c.*, z.givers, z.friends, z.high, d.a, d.b, d.c AS third, d.g, d.h, 1 + d.b MOD 24 AS noun,
         ELT(1 + d.a MOD 20, 'Ash', 'Bramble', 'Cinder', 'Dusk', 'Ember', 'Frost', 'Gloom', 'Hollow', 'Iron', 'Jagged', 'Mire', 'Moss', 'Night', 'Pale', 'Reed', 'Salt',
             'Shade', 'Stone', 'Thorn', 'Wind') AS first_word
    FROM demo_creatures c JOIN demo_zones z ON z.z = c.z JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n)
SELECT entry,
       IF(is_hostile, CONCAT(first_word, ' ', ELT(noun, 'Wolf', 'Boar', 'Spider', 'Bear', 'Raptor', 'Vulture', 'Scorpion', 'Crawler', 'Raider', 'Scout', 'Brute', 'Seer', 'Poacher',
           'Smuggler', 'Digger', 'Warrior', 'Ghoul', 'Wraith', 'Bones', 'Spirit', 'Golem', 'Whelp', 'Imp', 'Revenant')),
         CONCAT(ELT(1 + third MOD 6, 'Elder', 'Captain', 'Warden', 'Trader', 'Keeper', 'Scout'), ' ', first_word, ELT(1 + g MOD 6, 'an', 'or', 'il', 'eth', 'um', 'is'))),
       level, IF(is_hostile, LEAST(high, level + 1), level), IF(is_hostile, 14, 35),
       CASE WHEN is_hostile THEN 0 WHEN k <= givers THEN 3 WHEN givers < friends - 2 AND k = friends - 1 THEN 65665 WHEN givers < friends - 2 AND k = friends THEN 2097153 ELSE 4225 END,
       `rank`, ROUND((0.85 + 0.3 * g / 65536) * (1 + level / 100), 3), 2000, ELT(1 + h MOD 8, 1, 1, 1, 1, 2, 4, 8, 8), 0,
       IF(is_hostile, CASE WHEN noun <= 8 THEN 1 WHEN noun <= 16 THEN 7 WHEN noun <= 20 OR noun = 24 THEN 6 WHEN noun = 21 THEN 4 WHEN noun = 22 THEN 2 ELSE 3 END, 7),
       is_hostile * entry, is_hostile * (noun BETWEEN 9 AND 16) * FLOOR(1 + 1.2 * level + 0.06 * level * level), is_hostile * (noun BETWEEN 9 AND 16) * FLOOR(3 + 2.4 * level + 0.12 * level * level),
       ROUND((0.85 + 0.3 * h / 65536) * (1 + GREATEST(0, level - 20) * 0.008), 3), 1
  FROM named;

-- Friends stand in their village. Camps lie in rings around the village that has their levels, the easiest nearest, from 80 yards
-- to four tenths of the zone's radius farther; those of the outer villages on the far side of them; elites beyond. So the way to
-- what fits leads through what is easier. They come again soon, as in a crowded realm, where everybody begins sooner still. In a camp they stand some 20 yards apart, as seeds in a sunflower.
CREATE TEMPORARY TABLE demo_camps (entry INT NOT NULL, camp INT NOT NULL, x DOUBLE NOT NULL, y DOUBLE NOT NULL, PRIMARY KEY (entry, camp));
INSERT INTO demo_camps
WITH placed AS (
  SELECT c.entry, s.seq AS camp, h.x, h.y,
         IF(c.hub = 1, 6.283, 3.2) * (IF(s.seq, d.h, d.b) / 65536 - 0.5) + IF(c.hub = 1, 0, ATAN2(h.y - z.y, h.x - z.x)) AS angle,
         80 + 0.4 * z.radius * (c.part * z.hubs - c.hub + 1) + IF(s.seq, d.g, d.a) / 65536 * 60 + IF(c.`rank` IN (1, 2), 100 + 0.4 * z.radius * (c.hub - c.part * z.hubs), 0) AS yards
    FROM demo_creatures c JOIN demo_zones z ON z.z = c.z JOIN demo_hubs h ON h.z = c.z AND h.hub = c.hub JOIN demo_draws d ON d.kind = 'c' AND d.n = c.n JOIN seq_0_to_1 s
   WHERE c.is_hostile)
SELECT entry, camp, x + yards * COS(angle), y + yards * SIN(angle) FROM placed;
INSERT INTO creature (guid, id1, map, zoneId, position_x, position_y, position_z, spawntimesecs, wander_distance)
SELECT (c.n - 1) * 64 + s.seq, c.entry, z.map, z.zone,
       ROUND(COALESCE(k.x, h.x) + IF(c.is_hostile, 13 * SQRT((s.seq - 1) MOD 20 + 0.5) + p.a / 65536 * 6 - 3, 5 + 15 * p.a / 65536) * COS(IF(c.is_hostile, 2.4 * s.seq, p.b / 65536 * 6.283)), 2),
       ROUND(COALESCE(k.y, h.y) + IF(c.is_hostile, 13 * SQRT((s.seq - 1) MOD 20 + 0.5) + p.a / 65536 * 6 - 3, 5 + 15 * p.a / 65536) * SIN(IF(c.is_hostile, 2.4 * s.seq, p.b / 65536 * 6.283)), 2),
       ROUND(20 + p.c / 65536 * 10, 2), CASE WHEN NOT c.is_hostile THEN 60 WHEN c.`rank` IN (2, 4) THEN 3600 WHEN c.`rank` = 1 THEN 600 WHEN z.low = 1 THEN 25 + p.d MOD 21 ELSE 60 + p.d MOD 91 END,
       IF(c.is_hostile, p.e MOD 6, 0)
  FROM demo_creatures c JOIN demo_zones z ON z.z = c.z JOIN demo_hubs h ON h.z = c.z AND h.hub = c.hub
  JOIN seq_1_to_40 s ON s.seq <= c.spawns JOIN demo_draws p ON p.kind = 's' AND p.n = 1 + ((c.n - 1) * 41 + s.seq) MOD (20 * @creatures)
  LEFT JOIN demo_camps k ON k.entry = c.entry AND k.camp = (s.seq > 20);
