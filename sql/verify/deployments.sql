SELECT deployment_id, version, host_core, has_battlenet, auth_schema, characters_schema, world_schema, code_sha, state_change, deployed_at, deployed_by FROM playerbot.deployments WHERE FALSE;
