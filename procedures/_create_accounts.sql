DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._create_accounts(
  in_count INT UNSIGNED, in_email VARCHAR(255), in_operation_id BIGINT UNSIGNED, in_state VARCHAR(8))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Creates accounts in the host database and here, set by set, beside a world server that creates its own.
Parameters: in_count: how many; in_email: address of a single one, NULL to make them; in_operation_id: bulk operation
or 0; in_state: idle or pooled
Returns: nothing; the new accounts stand in the temporary table new_accounts
Raises: 45100 account_cap; 45108 weak_credentials; 45109 host_refused
Transaction: the caller''s; creators wait for each other until its end
Granted to: nobody
Example: CALL playerbot._create_accounts(100, NULL, 0, ''idle'')'
BEGIN
  DECLARE v_room, v_first, v_missing, v_fence BIGINT DEFAULT 0;
  DECLARE v_number BIGINT UNSIGNED DEFAULT 0;
  DECLARE v_domain VARCHAR(255) DEFAULT playerbot._setting('email_domain');
  DECLARE v_max_characters TINYINT UNSIGNED DEFAULT playerbot._setting('max_characters_per_account');

  CALL playerbot._lock_creation(v_room);
  IF v_room < in_count THEN
    CALL playerbot._raise('account_cap', 'create accounts', CONCAT(in_count, ' asked for, ', v_room,
      ' may be created before max_accounts = ', playerbot._setting('max_accounts')));
  END IF;

  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.new_accounts (
    n               BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    email           VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL UNIQUE,
    username        VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NULL,
    salt            BINARY(32) NOT NULL,
    verifier        BINARY(32) NOT NULL,
    bnet_salt       BINARY(32) NOT NULL,
    bnet_verifier   VARBINARY(256) NOT NULL,
    bnet_account_id INT UNSIGNED NULL,
    account_id      INT UNSIGNED NULL,
    CONSTRAINT chk_credentials CHECK (salt <> verifier AND bnet_salt <> salt
      AND salt <> REPEAT(LEFT(salt, 1), 32) AND verifier <> REPEAT(LEFT(verifier, 1), 32)
      AND LENGTH(bnet_verifier) = 256 AND bnet_verifier <> REPEAT(LEFT(bnet_verifier, 32), 8))
  ) ENGINE=InnoDB;
  DELETE FROM playerbot.new_accounts;

  -- Numbers only grow; one whose address or name is taken is passed over, and another is drawn.
  SET v_missing = in_count;
  WHILE v_missing > 0 DO
    SELECT l.number INTO v_first FROM playerbot.latches l WHERE l.name = 'create' FOR UPDATE;
    UPDATE playerbot.latches SET number = number + v_missing WHERE name = 'create';
    INSERT INTO playerbot.new_accounts (n, email, salt, verifier, bnet_salt, bnet_verifier)
    SELECT w.n, w.email, playerbot._random_bytes(32), playerbot._random_bytes(32), playerbot._random_bytes(32), playerbot._random_bytes(256)
      FROM (SELECT v_first + q.seq AS n,
                   COALESCE(in_email, CONCAT('bot', IF(v_first + q.seq < 1000000, LPAD(v_first + q.seq, 6, '0'), v_first + q.seq), '@', v_domain)) AS email
              FROM playerbot.seq_1_to_1000000 q WHERE q.seq <= v_missing) w
     WHERE NOT EXISTS (SELECT 1 FROM playerbot.accounts a WHERE a.email = w.email)
       AND playerbot._host_name_is_taken(w.n) = 0;
    SET v_missing = v_missing - ROW_COUNT();
  END WHILE;
  -- A session can switch CHECKs off; random is not left to it.
  SELECT COUNT(*) INTO v_number FROM playerbot.new_accounts n
   WHERE n.salt = n.verifier OR n.salt = REPEAT(LEFT(n.salt, 1), 32) OR n.verifier = REPEAT(LEFT(n.verifier, 1), 32);
  IF v_number > 0 THEN
    CALL playerbot._raise('weak_credentials', 'create accounts', CONCAT(v_number, ' accounts would not have had random credentials'));
  END IF;

  CALL playerbot._host_create_accounts();
  SELECT COUNT(*) INTO v_number FROM playerbot.new_accounts n WHERE n.account_id IS NOT NULL AND n.bnet_account_id IS NOT NULL;
  IF v_number <> in_count THEN
    CALL playerbot._raise('host_refused', 'create accounts', CONCAT('the host database took ', v_number, ' of ', in_count, ' accounts'));
  END IF;

  SELECT l.number INTO v_fence FROM playerbot.latches l WHERE l.name = 'fence';
  INSERT INTO playerbot.accounts (account_id, bnet_account_id, email, max_characters, operation_id, created_at, state, fence)
  SELECT n.account_id, n.bnet_account_id, n.email, v_max_characters, in_operation_id, UTC_TIMESTAMP(6), in_state, v_fence
    FROM playerbot.new_accounts n ORDER BY n.account_id;
  UPDATE playerbot.latches SET number = number + in_count WHERE name = 'accounts';
  UPDATE playerbot.pool_state s
    JOIN (SELECT MIN(n.account_id) AS low, MAX(n.account_id) AS high FROM playerbot.new_accounts n) b
     SET s.low_account_id = IF(s.low_account_id = 0 OR b.low < s.low_account_id, b.low, s.low_account_id),
         s.high_account_id = GREATEST(s.high_account_id, b.high)
   WHERE s.pool_state_id = 1 AND (s.low_account_id = 0 OR b.low < s.low_account_id OR b.high > s.high_account_id);
END //
DELIMITER ;
