-- Row: one place where a creature lives, on the four continents (maps 0, 1, 530, 571) and in their ordinary phase. Columns: entry, map, zone
-- (0: unknown), x, y, z (yards), respawn_s, wander (yards).
-- Read by: agent. Example: SELECT map, x, y FROM playerbot.x$realm_spawns WHERE entry = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_spawns AS
SELECT c.id1 AS entry, c.map AS map, c.zoneId AS zone, c.position_x AS x, c.position_y AS y, c.position_z AS z, c.spawntimesecs AS respawn_s, c.wander_distance AS wander
  FROM world.creature c WHERE c.map IN (0, 1, 530, 571) AND c.phaseMask & 1;
GRANT SELECT ON playerbot.x$realm_spawns TO playerbot_agent, playerbot_admin;
