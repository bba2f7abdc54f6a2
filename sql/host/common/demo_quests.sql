-- Content, third part: quests. Quest q of zone z has the number 1000 z + q; levels rise with q, and with them the village.
-- Blocks of 16 quests are cut into chains by one of these patterns: equal letters are a chain; x and y exclude each other; w
-- wants both u and v.
CREATE TEMPORARY TABLE demo_patterns (pattern INT NOT NULL PRIMARY KEY, chains CHAR(16) NOT NULL);
INSERT INTO demo_patterns VALUES (0, 'aaaaaaaabbbbccxy'), (1, 'abbbccccccddefff'), (2, 'aaaaabbbcccduvwe'), (3, 'abcdefgghhhiiiij'), (4, 'aaaaaaabbbcccdde'),
  (5, 'abcdefghijklmnop'), (6, 'aabbccxyddeeffgh');

-- What a quest is about: kill, collect, talk, carry, elite. `first_q` and `last_q` are the ends of its chain.
CREATE TEMPORARY TABLE demo_quests (
  id INT NOT NULL PRIMARY KEY, n INT NOT NULL, z INT NOT NULL, q INT NOT NULL, letter CHAR(1) NOT NULL, first_q INT NOT NULL, last_q INT NOT NULL,
  part DOUBLE NOT NULL, level INT NOT NULL, hub INT NOT NULL, kind VARCHAR(8) NOT NULL, giver INT NOT NULL DEFAULT 0, ender INT NOT NULL DEFAULT 0,
  target INT NOT NULL DEFAULT 0, second INT NOT NULL DEFAULT 0, item INT NOT NULL DEFAULT 0, KEY (z, q));
INSERT INTO demo_quests (id, n, z, q, letter, first_q, last_q, part, level, hub, kind)
WITH placed AS (
  SELECT z.*, s.seq AS q, (s.seq - 1) DIV 16 * 16 AS block, (s.seq - 1) MOD 16 + 1 AS place, z.quest_first + s.seq AS n, (s.seq - 0.5) / z.quests AS part,
         z.low + FLOOR((s.seq - 0.5) / z.quests * (z.high - z.low + 1)) AS level
    FROM demo_zones z JOIN seq_1_to_900 s ON s.seq <= z.quests)
SELECT 1000 * p.z + p.q, p.n, p.z, p.q, SUBSTR(t.chains, p.place, 1), p.block + LOCATE(SUBSTR(t.chains, p.place, 1), t.chains),
       LEAST(p.quests, p.block + 17 - LOCATE(SUBSTR(t.chains, p.place, 1), REVERSE(t.chains))), p.part, p.level, 1 + FLOOR(p.part * p.hubs),
       CASE WHEN d.a < 27500 THEN 'kill' WHEN d.a < 49800 THEN 'collect' WHEN d.a < 57700 THEN 'talk' WHEN d.a < 61600 OR p.level < 10 THEN 'carry' ELSE 'elite' END
  FROM placed p JOIN demo_draws d ON d.kind = 'q' AND d.n = p.n JOIN demo_draws c ON c.kind = 'q' AND c.n = p.quest_first + p.block + 1
  JOIN demo_patterns t ON t.pattern = c.h MOD 7;

-- Whom the quests are about: those that are not rare, in the order of their levels; elites apart.
CREATE TEMPORARY TABLE demo_targets (z INT NOT NULL, is_elite INT NOT NULL, place INT NOT NULL, entry INT NOT NULL, PRIMARY KEY (z, is_elite, place));
INSERT INTO demo_targets
SELECT z, `rank`, ROW_NUMBER() OVER (PARTITION BY z, `rank` ORDER BY k), entry FROM demo_creatures WHERE is_hostile AND `rank` IN (0, 1);
CREATE TEMPORARY TABLE demo_target_counts (z INT NOT NULL, is_elite INT NOT NULL, targets INT NOT NULL, PRIMARY KEY (z, is_elite));
INSERT INTO demo_target_counts SELECT z, is_elite, COUNT(*) FROM demo_targets GROUP BY z, is_elite;
UPDATE demo_quests q LEFT JOIN demo_target_counts t ON t.z = q.z AND t.is_elite = 1 SET q.kind = 'kill' WHERE q.kind = 'elite' AND t.z IS NULL;
UPDATE demo_quests q JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n JOIN demo_target_counts c ON c.z = q.z AND c.is_elite = (q.kind = 'elite')
  JOIN demo_targets t ON t.z = q.z AND t.is_elite = c.is_elite AND t.place = LEAST(c.targets, GREATEST(1, 1 + FLOOR(q.part * c.targets) + d.b MOD 3 - 1))
   SET q.target = t.entry WHERE q.kind IN ('kill', 'collect', 'elite');
UPDATE demo_quests q JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n JOIN demo_target_counts c ON c.z = q.z AND c.is_elite = 0
  JOIN demo_targets t ON t.z = q.z AND t.is_elite = 0 AND t.place = LEAST(c.targets, 1 + FLOOR(q.part * c.targets) + 1 + d.b MOD 2)
   SET q.second = t.entry WHERE q.kind IN ('kill', 'collect') AND d.c MOD 10 < 4 AND t.entry <> q.target;

-- A chain has one giver, of its village; who is told or brought something is another.
UPDATE demo_quests q JOIN demo_zones z ON z.z = q.z JOIN demo_quests f ON f.z = q.z AND f.q = IF(q.letter IN ('v', 'w', 'y'), q.first_q - (q.letter = 'w') - 1, q.first_q)
   SET q.giver = 1000 * q.z + f.hub + z.hubs * (f.q MOD ((z.givers - f.hub) DIV z.hubs + 1));
UPDATE demo_quests q JOIN demo_zones z ON z.z = q.z JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n LEFT JOIN demo_next x ON x.z = q.z
   SET q.ender = CASE WHEN q.kind NOT IN ('talk', 'carry') THEN q.giver
                      WHEN q.part > 0.92 AND x.next_z IS NOT NULL AND q.first_q = q.last_q THEN 1000 * x.next_z + 1
                      ELSE 1000 * q.z + 1 + (q.giver - 1000 * q.z - 1 + 1 + d.d MOD (z.givers - 1)) MOD z.givers END;
UPDATE demo_quests q JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n SET q.target = q.ender WHERE q.kind = 'talk';
-- One item for each quest that has something fetched or carried.
UPDATE demo_quests SET item = 50000 + n WHERE kind IN ('collect', 'carry');

-- Some of the highest zones' single quests are daily (4096): who has done all others comes back for them.
INSERT INTO quest_template (ID, QuestLevel, MinLevel, QuestSortID, QuestInfoID, SuggestedGroupNum, RewardXPDifficulty, RewardMoney, StartItem, Flags, TimeAllowed, AllowableRaces,
  LogTitle, RequiredNpcOrGo1, RequiredNpcOrGoCount1, RequiredNpcOrGo2, RequiredNpcOrGoCount2, RequiredItemId1, RequiredItemCount1)
SELECT q.id, q.level, GREATEST(1, q.level - IF(q.level < 6, 2, 3 + d.e MOD 2)), z.zone, q.kind = 'elite', IF(q.kind = 'elite', 3 + d.e MOD 3, 0),
       CASE q.kind WHEN 'talk' THEN 2 WHEN 'carry' THEN 3 WHEN 'elite' THEN 7 ELSE 5 END + (q.q = q.last_q AND q.last_q - q.first_q >= 3),
       FLOOR((10 + 6 * q.level + 0.9 * q.level * q.level) * CASE q.kind WHEN 'talk' THEN 0.4 WHEN 'carry' THEN 0.6 WHEN 'elite' THEN 2 ELSE 1 END),
       IF(q.kind = 'carry', q.item, 0), IF(d.f MOD 20 < 17, 8, 0) |
         IF(q.level >= 70 AND q.first_q = q.last_q AND q.letter NOT IN ('u', 'v', 'w', 'x', 'y') AND q.kind IN ('kill', 'collect') AND d.h DIV 10 MOD 3 = 0, 4096, 0), IF(q.kind = 'carry' AND d.f MOD 16 = 0, 1800, 0),
       IF(z.low > 10 AND c.g MOD 10 = 0, IF(c.g DIV 10 MOD 2, 1101, 690), 0),
       CONCAT(ELT(1 + d.g MOD 12, 'Trouble', 'Unrest', 'A Favour', 'Old Debts', 'Strange Signs', 'A Warning', 'No Rest', 'Lost Goods', 'Common Cause', 'Bad Blood', 'A Long Road', 'Quiet Work'), ' ',
              ELT(1 + d.h MOD 10, 'at the Mill', 'in the Hills', 'by the River', 'at Dusk', 'on the Road', 'under the Hill', 'in the Woods', 'at the Gate', 'beyond the Fields', 'in the Ruins')),
       IF(q.kind IN ('kill', 'elite', 'talk'), q.target, 0), CASE q.kind WHEN 'kill' THEN 6 + d.d MOD 7 WHEN 'elite' THEN 1 + d.d MOD 3 WHEN 'talk' THEN 1 ELSE 0 END,
       IF(q.kind = 'kill', q.second, 0), IF(q.kind = 'kill' AND q.second, 4 + d.d DIV 7 MOD 5, 0), q.item, CASE q.kind WHEN 'collect' THEN 4 + d.d MOD 7 WHEN 'carry' THEN 1 ELSE 0 END
  FROM demo_quests q JOIN demo_zones z ON z.z = q.z JOIN demo_draws d ON d.kind = 'q' AND d.n = q.n JOIN demo_draws c ON c.kind = 'q' AND c.n = z.quest_first + q.first_q;
INSERT INTO quest_template_addon (ID, AllowableClasses, PrevQuestID, NextQuestID, ExclusiveGroup)
SELECT q.id, IF(c.e MOD 25 = 0 AND q.letter NOT IN ('u', 'v', 'w'), 1 << ELT(1 + c.e DIV 25 MOD 9, 0, 1, 2, 3, 4, 6, 7, 8, 10), 0),
       CASE WHEN q.letter = 'w' THEN q.id - 2 WHEN q.q > q.first_q THEN q.id - 1 ELSE 0 END,
       CASE WHEN q.letter = 'u' AND q.q + 2 <= z.quests THEN q.id + 2 WHEN q.letter = 'v' AND q.q + 1 <= z.quests THEN q.id + 1 WHEN q.q < q.last_q THEN q.id + 1 ELSE 0 END,
       CASE q.letter WHEN 'x' THEN q.id WHEN 'y' THEN q.id - 1 WHEN 'u' THEN -CAST(q.id AS SIGNED) WHEN 'v' THEN 1 - CAST(q.id AS SIGNED) ELSE 0 END
  FROM demo_quests q JOIN demo_zones z ON z.z = q.z JOIN demo_draws c ON c.kind = 'q' AND c.n = z.quest_first + q.first_q;
INSERT INTO creature_queststarter (id, quest) SELECT giver, id FROM demo_quests;
INSERT INTO creature_questender (id, quest) SELECT ender, id FROM demo_quests;
