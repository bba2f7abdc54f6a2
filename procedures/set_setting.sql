DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.set_setting(in_name TEXT, in_value TEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Changes one setting. A lowered max_characters_per_account keeps the characters that are there: such
accounts take no new ones and are reported.
Parameters: in_name: name in settings; in_value: new value, as text
Returns: name, old_value, new_value
Raises: 45500 unknown_setting; 45501 bad_value; 45000 in_transaction
Transaction: its own, READ COMMITTED; a new limit reaches the accounts in batches after it
Granted to: playerbot_agent, playerbot_admin
Example: CALL playerbot.set_setting(''pool_target'', ''500'')'
BEGIN
  DECLARE v_name VARCHAR(64) DEFAULT NULL;
  DECLARE v_kind, v_old, v_choices VARCHAR(255);
  DECLARE v_new VARCHAR(255) DEFAULT LEFT(TRIM(in_value), 255);
  DECLARE v_minimum, v_maximum BIGINT;
  DECLARE v_wanted VARCHAR(255) DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'set_setting', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT s.name, s.kind, s.value, s.minimum, s.maximum, s.choices INTO v_name, v_kind, v_old, v_minimum, v_maximum, v_choices
      FROM playerbot.settings s WHERE s.name = LEFT(in_name, 65) FOR UPDATE;
    IF v_name IS NULL THEN
      CALL playerbot._raise('unknown_setting', 'set_setting', CONCAT('no setting is called ', COALESCE(QUOTE(LEFT(in_name, 40)), 'NULL')));
    END IF;
    CASE v_kind
      WHEN 'integer' THEN
        IF COALESCE(NOT (v_new REGEXP '^[0-9]{1,18}$' AND CAST(v_new AS SIGNED) BETWEEN v_minimum AND v_maximum), TRUE) THEN
          SET v_wanted = CONCAT(v_minimum, ' to ', v_maximum);
        ELSE
          SET v_new = CAST(v_new AS SIGNED);
        END IF;
      WHEN 'boolean' THEN
        IF COALESCE(v_new NOT IN ('0', '1'), TRUE) THEN SET v_wanted = '0 or 1'; END IF;
      WHEN 'choice' THEN
        SET v_new = LOWER(v_new);
        IF COALESCE(FIND_IN_SET(v_new, v_choices) = 0, TRUE) THEN SET v_wanted = v_choices; END IF;
      WHEN 'domain' THEN
        SET v_new = LOWER(v_new);
        -- 190 leaves room for the name before the @ in 255 characters.
        IF COALESCE(CHAR_LENGTH(in_value) > 190 OR v_new NOT REGEXP '^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$', TRUE) THEN
          SET v_wanted = 'a domain name of at most 190 characters';
        END IF;
      WHEN 'hours' THEN
        SET v_new = REPLACE(v_new, ' ', '');
        IF COALESCE(v_new NOT RLIKE '^(100|[0-9]{1,2})(,(100|[0-9]{1,2})){0,23}$'
                    OR LENGTH(v_new) - LENGTH(REPLACE(v_new, ',', '')) NOT IN (0, 23), TRUE) THEN
          SET v_wanted = 'one percentage from 0 to 100, or 24 of them with commas between';
        END IF;
      WHEN 'shares' THEN
        SET v_new = LOWER(v_new);
        IF COALESCE(v_new <> '' AND v_new NOT RLIKE '^[a-z]{1,19}:[0-9]{1,5}( [a-z]{1,19}:[0-9]{1,5}){0,11}$', TRUE) THEN
          SET v_wanted = 'nothing, or NAME:WEIGHT with one blank between';
        ELSE
          CALL playerbot._check_shares(v_name, v_new, v_wanted);
        END IF;
    END CASE;
    IF v_wanted IS NULL AND v_name = 'heartbeat_interval_s' AND v_new >= CAST(playerbot._setting('lease_ttl_s') AS SIGNED) THEN
      SET v_wanted = CONCAT('less than lease_ttl_s = ', playerbot._setting('lease_ttl_s'));
    ELSEIF v_wanted IS NULL AND v_name = 'lease_ttl_s' AND v_new <= CAST(playerbot._setting('heartbeat_interval_s') AS SIGNED) THEN
      SET v_wanted = CONCAT('more than heartbeat_interval_s = ', playerbot._setting('heartbeat_interval_s'));
    END IF;
    IF v_wanted IS NOT NULL THEN
      CALL playerbot._raise('bad_value', 'set_setting', CONCAT(v_name, ' is ', COALESCE(QUOTE(LEFT(in_value, 24)), 'NULL'), ', wanted ', v_wanted));
    END IF;
    IF v_new <> v_old THEN
      UPDATE playerbot.settings SET value = v_new WHERE name = v_name;
      CALL playerbot._audit('set_setting', NULL, NULL, JSON_OBJECT('name', v_name, 'old', v_old, 'new', v_new));
    END IF;
    COMMIT;
    IF v_name = 'max_characters_per_account' THEN
      CALL playerbot._apply_limit();
    END IF;
  END;
  SELECT v_name AS name, v_old AS old_value, v_new AS new_value;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.set_setting TO playerbot_agent, playerbot_admin;
