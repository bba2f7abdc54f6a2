-- Row: one: what is deployed now. Columns: version, host_core, has_battlenet, auth_schema, characters_schema, world_schema,
-- code_sha, state_change, deployed_at (UTC), deployed_by, server_version.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_version
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_version AS
SELECT d.version AS version, d.host_core AS host_core, d.has_battlenet AS has_battlenet, d.auth_schema AS auth_schema, d.characters_schema AS characters_schema,
       d.world_schema AS world_schema, d.code_sha AS code_sha, d.state_change AS state_change, d.deployed_at AS deployed_at, d.deployed_by AS deployed_by,
       CONVERT(VERSION() USING utf8mb4) COLLATE utf8mb4_unicode_ci AS server_version
  FROM playerbot.deployments d WHERE d.deployment_id = (SELECT MAX(m.deployment_id) FROM playerbot.deployments m);
GRANT SELECT ON playerbot.v_version TO playerbot_agent, playerbot_monitor, playerbot_admin;
