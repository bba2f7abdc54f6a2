-- Row: one kind of creature. Columns: entry, loot_id (0: none), money_min, money_max (copper), health_modifier, damage_modifier,
-- experience_modifier, attack_ms, level_min, level_max, rank, npcflag, is_hostile (1: fights players, as far as the row tells: it has
-- nothing to say, may be attacked, is no critter or totem, and belongs to no faction that guards towns), name, house (of an auctioneer, as in
-- AuctionHouse.dbc: 2 alliance, 6 horde, 7 neutral; 0: no auctioneer, or of a faction that is not known here).
-- Read by: agent. Example: SELECT name FROM playerbot.x$realm_creatures WHERE is_hostile AND level_min = 10
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_creatures AS
SELECT c.entry AS entry, c.lootid AS loot_id, c.mingold AS money_min, c.maxgold AS money_max, c.HealthModifier AS health_modifier, c.DamageModifier AS damage_modifier,
       c.ExperienceModifier AS experience_modifier, c.BaseAttackTime AS attack_ms, c.minlevel AS level_min, c.maxlevel AS level_max, c.`rank` AS `rank`, c.npcflag AS npcflag,
       c.npcflag = 0 AND c.unit_flags & 0x102 = 0 AND c.type NOT IN (8, 11, 12)
         AND c.faction NOT IN (11, 12, 29, 35, 55, 57, 64, 68, 71, 79, 80, 84, 85, 104, 105, 106, 122, 123, 124, 125, 126, 1078, 1600, 1602, 1604, 1638, 1640) AS is_hostile,
       c.name AS name,
       CASE WHEN c.npcflag & 0x200000 = 0 THEN 0
            WHEN c.faction IN (11, 12, 55, 57, 64, 79, 80, 84, 1638, 1640) THEN 2
            WHEN c.faction IN (29, 68, 71, 85, 104, 105, 126, 1602, 1604) THEN 6
            WHEN c.faction IN (69, 120, 121, 474, 475, 854, 855) THEN 7 ELSE 0 END AS house
  FROM world.creature_template c;
GRANT SELECT ON playerbot.x$realm_creatures TO playerbot_agent, playerbot_admin;
