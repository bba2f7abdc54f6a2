DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._finish_deploy(
  in_version VARCHAR(32), in_host_core VARCHAR(16), in_has_battlenet TINYINT, in_code_sha CHAR(64), in_state_change VARCHAR(64))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Last step of a deployment: learns the host tables, records what is deployed and the hash of every code object.
A deployment that changed nothing leaves no trace.
Parameters: in_version; in_host_core; in_has_battlenet; in_code_sha: SHA-256 of the code as loaded; in_state_change: last change of the plan
Returns: nothing
Raises: nothing of its own
Transaction: its own
Granted to: nobody; make deploy calls it
Example: CALL playerbot._finish_deploy(''0.2.0'', ''trinitycore'', 1, ''..'', ''ev_prune'')'
BEGIN
  CALL playerbot._refresh_host_children();
  CALL playerbot._build_orphan_view();

  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.found_objects LIKE playerbot.code_objects;
  DELETE FROM playerbot.found_objects;
  INSERT INTO playerbot.found_objects SELECT o.schema_name, o.kind, o.name, COALESCE(playerbot._definition_sha(o.schema_name, o.kind, o.name), '') FROM playerbot._v_code o;
  DELETE o FROM playerbot.code_objects o LEFT JOIN playerbot.found_objects f
      ON f.schema_name = o.schema_name AND f.kind = o.kind AND f.name = o.name AND f.definition_sha = o.definition_sha
   WHERE f.name IS NULL;
  INSERT IGNORE INTO playerbot.code_objects SELECT * FROM playerbot.found_objects;

  INSERT INTO playerbot.deployments (version, host_core, has_battlenet, auth_schema, characters_schema, world_schema, code_sha, state_change, deployed_at, deployed_by)
  SELECT in_version, in_host_core, in_has_battlenet, '{auth}', '{characters}', '{world}', in_code_sha, in_state_change, UTC_TIMESTAMP(6), SESSION_USER()
    FROM DUAL
   WHERE NOT EXISTS (SELECT 1 FROM playerbot.deployments d
     WHERE d.deployment_id = (SELECT MAX(m.deployment_id) FROM playerbot.deployments m)
       AND (d.version, d.host_core, d.has_battlenet, d.auth_schema, d.characters_schema, d.world_schema, d.code_sha, d.state_change)
         = (in_version, in_host_core, in_has_battlenet, '{auth}', '{characters}', '{world}', in_code_sha, in_state_change));
  COMMIT;
  -- Once: from then on who changes the world's items says so with refresh_equipment_templates().
  IF NOT EXISTS (SELECT 1 FROM playerbot.equipment_templates) AND playerbot._has_world_items() THEN
    CALL playerbot._refresh_equipment();
    COMMIT;
  END IF;
END //
DELIMITER ;
