DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.realm_delete_characters(in_agent_id DECIMAL(65), in_guids LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Deletes characters of the embedded realm that have had their time, with their things and quests. Only of accounts that the agent holds.
Parameters: in_agent_id: from register_agent; in_guids: JSON array of at most 1000 guids
Returns: deleted (characters)
Raises: 45200 agent_fenced; 45202 bad_rows; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_realm, playerbot_admin
Example: CALL playerbot.realm_delete_characters(7, ''[12, 13]'')'
BEGIN
  DECLARE v_agent_id BIGINT UNSIGNED DEFAULT IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0);
  DECLARE v_found BIGINT UNSIGNED DEFAULT NULL;
  DECLARE v_count INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'realm_delete_characters', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.dead_rows;
      RESIGNAL;
    END;
    SET v_count = IF(JSON_VALID(in_guids) AND JSON_TYPE(in_guids) = 'ARRAY', JSON_LENGTH(in_guids), NULL);
    IF COALESCE(v_count > 1000, TRUE) THEN
      CALL playerbot._raise('bad_rows', 'realm_delete_characters', CONCAT('guids are ', IF(v_count IS NULL, 'no JSON array', v_count), ', wanted an array of at most 1000'));
    END IF;
    CREATE OR REPLACE TEMPORARY TABLE playerbot.dead_rows (guid BIGINT UNSIGNED NOT NULL PRIMARY KEY) ENGINE=InnoDB;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.agent_id INTO v_found FROM playerbot.agents g WHERE g.agent_id = v_agent_id AND g.ended_at IS NULL LOCK IN SHARE MODE;
    IF v_found IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'realm_delete_characters',
        CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    INSERT IGNORE INTO playerbot.dead_rows (guid)
    SELECT c.guid FROM JSON_TABLE(in_guids, '$[*]' COLUMNS (guid BIGINT UNSIGNED PATH '$')) j
      STRAIGHT_JOIN characters.characters c ON c.guid = j.guid
      STRAIGHT_JOIN playerbot.accounts a ON a.account_id = c.account AND a.agent_id = v_agent_id AND a.is_bot = 1;
    -- Children first; their parent's triggers count.
    DELETE i FROM playerbot.dead_rows d STRAIGHT_JOIN characters.character_inventory i ON i.guid = d.guid;
    DELETE i FROM playerbot.dead_rows d STRAIGHT_JOIN characters.item_instance i ON i.owner_guid = d.guid;
    DELETE q FROM playerbot.dead_rows d STRAIGHT_JOIN characters.character_queststatus q ON q.guid = d.guid;
    DELETE q FROM playerbot.dead_rows d STRAIGHT_JOIN characters.character_queststatus_daily q ON q.guid = d.guid;
    DELETE q FROM playerbot.dead_rows d STRAIGHT_JOIN characters.character_queststatus_rewarded q ON q.guid = d.guid;
    CALL playerbot._host_forget_quests();
    SELECT COUNT(*) INTO v_count FROM playerbot.dead_rows;
    DELETE FROM characters.characters WHERE guid IN (SELECT d.guid FROM playerbot.dead_rows d);
    INSERT INTO playerbot.audit_log (at, actor, agent_id, action, account_id, detail)
    VALUES (UTC_TIMESTAMP(6), SESSION_USER(), v_agent_id, 'realm_delete_characters', NULL, JSON_OBJECT('deleted', v_count));
    COMMIT;
    DROP TEMPORARY TABLE IF EXISTS playerbot.dead_rows;
  END;
  SELECT v_count AS deleted;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.realm_delete_characters TO playerbot_realm, playerbot_admin;
