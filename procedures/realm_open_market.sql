DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.realm_open_market(in_agent_id DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Gives an agent the auction houses and the post of its embedded realm, as the last process of its name left them: whoever had them before
writes no more. What stands in them: x$realm_auctions, x$realm_letters.
Parameters: in_agent_id: from register_agent
Returns: realm (the name of the agent), version (the next save has the one above), clock_s, last_auction, last_letter
Raises: 45200 agent_fenced; 45000 in_transaction
Transaction: its own, READ COMMITTED; waits for a save that is under way
Granted to: playerbot_realm, playerbot_admin
Example: CALL playerbot.realm_open_market(7)'
BEGIN
  DECLARE v_realm VARCHAR(64) DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'realm_open_market', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT g.name INTO v_realm FROM playerbot.agents g
     WHERE g.agent_id = IF(in_agent_id BETWEEN 1 AND 18446744073709551615, in_agent_id, 0) AND g.ended_at IS NULL;
    IF v_realm IS NULL THEN
      CALL playerbot._raise('agent_fenced', 'realm_open_market', CONCAT('agent ', COALESCE(in_agent_id, 'NULL'), ' was replaced, ended or never was; register again'));
    END IF;
    -- More than one, so that a save of the process before, which is still on its way, is not the next.
    INSERT INTO playerbot.realm_markets (realm, version) VALUES (v_realm, 1000) ON DUPLICATE KEY UPDATE version = version + 1000;
    COMMIT;
  END;
  SELECT m.realm AS realm, m.version AS version, m.clock_s AS clock_s, m.last_auction AS last_auction, m.last_letter AS last_letter
    FROM playerbot.realm_markets m WHERE m.realm = v_realm;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.realm_open_market TO playerbot_realm, playerbot_admin;
