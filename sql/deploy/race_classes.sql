-- Which race can be which class in version 3.3.5 of the client; src/ai/races.c has the same table, and a test compares them.
CREATE TABLE playerbot.race_classes (
  race       TINYINT UNSIGNED NOT NULL COMMENT 'Number of the race, as in characters.race',
  class      TINYINT UNSIGNED NOT NULL COMMENT 'Number of the class, as in characters.class',
  race_name  VARCHAR(19) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Name in the setting population_races',
  class_name VARCHAR(19) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Name in the setting population_classes',
  PRIMARY KEY (race, class),
  UNIQUE KEY uq_race_class_name (race_name, class_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Pairs of race and class that there are';
INSERT INTO playerbot.race_classes (race, class, race_name, class_name) VALUES
(1, 1, 'human', 'warrior'), (1, 2, 'human', 'paladin'), (1, 4, 'human', 'rogue'), (1, 5, 'human', 'priest'), (1, 6, 'human', 'deathknight'), (1, 8, 'human', 'mage'), (1, 9, 'human', 'warlock'),
(2, 1, 'orc', 'warrior'), (2, 3, 'orc', 'hunter'), (2, 4, 'orc', 'rogue'), (2, 6, 'orc', 'deathknight'), (2, 7, 'orc', 'shaman'), (2, 9, 'orc', 'warlock'),
(3, 1, 'dwarf', 'warrior'), (3, 2, 'dwarf', 'paladin'), (3, 3, 'dwarf', 'hunter'), (3, 4, 'dwarf', 'rogue'), (3, 5, 'dwarf', 'priest'), (3, 6, 'dwarf', 'deathknight'),
(4, 1, 'nightelf', 'warrior'), (4, 3, 'nightelf', 'hunter'), (4, 4, 'nightelf', 'rogue'), (4, 5, 'nightelf', 'priest'), (4, 6, 'nightelf', 'deathknight'), (4, 11, 'nightelf', 'druid'),
(5, 1, 'undead', 'warrior'), (5, 4, 'undead', 'rogue'), (5, 5, 'undead', 'priest'), (5, 6, 'undead', 'deathknight'), (5, 8, 'undead', 'mage'), (5, 9, 'undead', 'warlock'),
(6, 1, 'tauren', 'warrior'), (6, 3, 'tauren', 'hunter'), (6, 6, 'tauren', 'deathknight'), (6, 7, 'tauren', 'shaman'), (6, 11, 'tauren', 'druid'),
(7, 1, 'gnome', 'warrior'), (7, 4, 'gnome', 'rogue'), (7, 6, 'gnome', 'deathknight'), (7, 8, 'gnome', 'mage'), (7, 9, 'gnome', 'warlock'),
(8, 1, 'troll', 'warrior'), (8, 3, 'troll', 'hunter'), (8, 4, 'troll', 'rogue'), (8, 5, 'troll', 'priest'), (8, 6, 'troll', 'deathknight'), (8, 7, 'troll', 'shaman'), (8, 8, 'troll', 'mage'),
(10, 2, 'bloodelf', 'paladin'), (10, 3, 'bloodelf', 'hunter'), (10, 4, 'bloodelf', 'rogue'), (10, 5, 'bloodelf', 'priest'), (10, 6, 'bloodelf', 'deathknight'), (10, 8, 'bloodelf', 'mage'), (10, 9, 'bloodelf', 'warlock'),
(11, 1, 'draenei', 'warrior'), (11, 2, 'draenei', 'paladin'), (11, 3, 'draenei', 'hunter'), (11, 5, 'draenei', 'priest'), (11, 6, 'draenei', 'deathknight'), (11, 7, 'draenei', 'shaman'), (11, 8, 'draenei', 'mage');
