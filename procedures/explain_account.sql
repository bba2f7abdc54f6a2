DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.explain_account(in_account_id DECIMAL(65))
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Says why an account can or cannot be had: who holds it, since when, and what would free it.
Parameters: in_account_id: any game account
Returns: account_id, state, is_available, reason, holder, since (UTC), what_frees_it
Raises: 45104 unknown_account
Transaction: none; reads only
Granted to: playerbot_agent, playerbot_monitor, playerbot_admin
Example: CALL playerbot.explain_account(1001)'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);
  DECLARE v_is_ours TINYINT DEFAULT NULL;
  DECLARE v_ttl_s, v_margin_s INT UNSIGNED;
  DECLARE v_bnet_account_id INT UNSIGNED;
  DECLARE v_email VARCHAR(255);

  SELECT 1 INTO v_is_ours FROM playerbot.accounts a WHERE a.account_id = v_account_id;
  IF v_is_ours IS NULL THEN
    CALL playerbot._host_find_account(v_account_id, v_bnet_account_id, v_email);
    IF v_bnet_account_id IS NULL THEN
      CALL playerbot._raise('unknown_account', 'explain_account', CONCAT('no game account has the id ', COALESCE(in_account_id, 'NULL')));
    END IF;
    SELECT v_account_id AS account_id, 'human' AS state, 0 AS is_available, 'it is no bot account' AS reason, NULL AS holder, NULL AS since,
           CONCAT('CALL adopt_account(', v_account_id, ') makes it one') AS what_frees_it;
  ELSE
    SET v_ttl_s = playerbot._setting('lease_ttl_s'), v_margin_s = playerbot._setting('reclaim_margin_s');
    SELECT a.account_id AS account_id, a.state AS state, a.state IN ('pooled', 'idle') AS is_available,
           CASE
             WHEN a.is_bot = 0 THEN 'it was disowned: a human account'
             WHEN a.state = 'pooled' THEN 'it waits in the pool'
             WHEN a.state = 'idle' THEN 'it is not in the pool; a refill or an acquire on an empty pool takes it'
             WHEN a.state = 'retired' THEN 'it is out of use'
             WHEN g.agent_id IS NULL OR g.ended_at IS NOT NULL THEN 'its holder has ended, but the lease was not returned'
             WHEN g.heartbeat_at < UTC_TIMESTAMP(6) - INTERVAL v_ttl_s SECOND THEN
               CONCAT('its holder is silent for ', TIMESTAMPDIFF(SECOND, g.heartbeat_at, UTC_TIMESTAMP(6)), ' s')
             ELSE CONCAT('a living agent holds it; last heartbeat ', TIMESTAMPDIFF(SECOND, g.heartbeat_at, UTC_TIMESTAMP(6)), ' s ago')
           END AS reason,
           IF(a.state = 'leased', CONCAT(COALESCE(g.name, '?'), ' (agent ', a.agent_id, ' on ', COALESCE(g.host, '?'), ')'), NULL) AS holder,
           IF(a.state = 'leased', a.leased_at, NULL) AS since,
           CASE
             WHEN a.is_bot = 0 THEN CONCAT('CALL adopt_account(', a.account_id, ')')
             WHEN a.state <> 'leased' THEN IF(a.state = 'retired', 'nothing by itself', 'nothing needs to')
             WHEN g.heartbeat_at < UTC_TIMESTAMP(6) - INTERVAL v_ttl_s SECOND THEN
               CONCAT('the next reclaim after ', CAST(g.heartbeat_at + INTERVAL v_ttl_s + v_margin_s SECOND AS DATETIME), ' UTC; see event_reclaim in v_health')
             ELSE CONCAT('release_account by its holder, its end, or ', v_ttl_s + v_margin_s, ' s without a heartbeat')
           END AS what_frees_it
      FROM playerbot.accounts a LEFT JOIN playerbot.agents g ON g.agent_id = a.agent_id WHERE a.account_id = v_account_id;
  END IF;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.explain_account TO playerbot_agent, playerbot_monitor, playerbot_admin;
