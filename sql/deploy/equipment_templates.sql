-- What a new character wears, by class, specialisation and level. refresh_equipment_templates() fills it from the world's items; rows
-- that somebody wrote by hand stay, and come before those.
CREATE TABLE playerbot.equipment_templates (
  class          TINYINT UNSIGNED NOT NULL COMMENT 'Class, as in characters.class',
  specialization TINYINT UNSIGNED NOT NULL COMMENT '0: not chosen yet; 1 to 3: talent tree, as the client orders them',
  level_min      TINYINT UNSIGNED NOT NULL COMMENT 'From this level on',
  level_max      TINYINT UNSIGNED NOT NULL COMMENT 'Up to this level',
  slot           TINYINT UNSIGNED NOT NULL COMMENT 'Where it is worn: 0 head to 18 tabard, as in character_inventory.slot',
  item_entry     INT UNSIGNED NOT NULL COMMENT 'The item, as in item_template.entry',
  score          INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'What made it the best of its kind; 0 for a row by hand',
  is_fixed       TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '1: written by hand, a refresh leaves it alone',
  PRIMARY KEY (class, specialization, slot, level_min),
  CONSTRAINT chk_equipment_level CHECK (level_min BETWEEN 1 AND level_max),
  CONSTRAINT chk_equipment_slot CHECK (slot <= 18),
  CONSTRAINT chk_equipment_specialization CHECK (specialization <= 3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What new characters wear';
