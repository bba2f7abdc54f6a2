DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.refill_pool(in_target DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Fills the pool: idle accounts first, then new ones when auto_create_accounts is 1. One session fills at a
time; another one returns at once with created = 0.
Parameters: in_target: accounts wanted in the pool, 0 to 1000000; NULL: pool_target, or as many as can be had
Returns: pool_size, created (accounts that did not exist before)
Raises: 45302 bad_target; 45100 account_cap (a given target cannot be reached; nothing is changed); 45000 in_transaction
Transaction: one per batch, READ COMMITTED
Granted to: playerbot_agent, playerbot_admin; the event ev_refill calls it
Example: CALL playerbot.refill_pool(NULL)'
BEGIN
  DECLARE v_target, v_pooled, v_idle, v_room, v_create, v_moved BIGINT DEFAULT 0;
  DECLARE v_created BIGINT DEFAULT 0;
  DECLARE v_is_mine TINYINT DEFAULT 0;
  DECLARE v_operation_id BIGINT UNSIGNED;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'refill_pool', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      UPDATE playerbot.latches SET claimed_by = NULL, claimed_until = NULL WHERE name = 'refill' AND claimed_by = CONNECTION_ID();
      COMMIT;
      RESIGNAL;
    END;
    IF in_target NOT BETWEEN 0 AND 1000000 THEN
      CALL playerbot._raise('bad_target', 'refill_pool', CONCAT('target is ', in_target, ', wanted 0 to 1000000 or NULL'));
    END IF;

    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    UPDATE playerbot.latches
       SET claimed_by = CONNECTION_ID(), claimed_until = UTC_TIMESTAMP(6) + INTERVAL 60 SECOND, number = number + 1
     WHERE name = 'refill' AND (claimed_until IS NULL OR claimed_until < UTC_TIMESTAMP(6));
    SET v_is_mine = ROW_COUNT();
    COMMIT;

    IF v_is_mine THEN
      SET v_target = COALESCE(in_target, playerbot._setting('pool_target'));
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      START TRANSACTION;
      CALL playerbot._lock_creation(v_room);
      SELECT COUNT(*) INTO v_pooled FROM playerbot.accounts a WHERE a.state = 'pooled';
      SELECT COUNT(*) INTO v_idle FROM playerbot.accounts a WHERE a.state = 'idle';
      SET v_create = IF(playerbot._setting('auto_create_accounts') = '1', GREATEST(v_target - v_pooled - v_idle, 0), 0);
      IF v_create > v_room THEN
        IF in_target IS NOT NULL THEN
          CALL playerbot._raise('account_cap', 'refill_pool', CONCAT('target ', v_target, ' needs ', v_create, ' new accounts, ',
            v_room, ' may be created before max_accounts'));
        END IF;
        SET v_create = v_room;
      END IF;
      IF v_create > 0 THEN
        CALL playerbot._open_operation('refill_pool', v_create, v_operation_id);
      END IF;
      COMMIT;

      -- Bounded steps, best accounts first; each step renews the claim.
      move: WHILE v_pooled < v_target DO
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        START TRANSACTION;
        SET v_moved = LEAST(v_target - v_pooled, 2000);
        UPDATE playerbot.accounts FORCE INDEX (ix_account_pool) SET state = 'pooled'
         WHERE state = 'idle' ORDER BY pool_rank DESC LIMIT v_moved;
        SET v_moved = ROW_COUNT();
        UPDATE playerbot.latches SET claimed_until = UTC_TIMESTAMP(6) + INTERVAL 60 SECOND
         WHERE name = 'refill' AND claimed_by = CONNECTION_ID();
        COMMIT;
        IF v_moved = 0 THEN
          LEAVE move;
        END IF;
        SET v_pooled = v_pooled + v_moved;
      END WHILE;
      IF v_create > 0 THEN
        CALL playerbot._run_creation(v_operation_id, 'pooled');
        SET v_created = v_create;
      END IF;
    END IF;

    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT COUNT(*) INTO v_pooled FROM playerbot.accounts a WHERE a.state = 'pooled';
    IF v_is_mine THEN
      UPDATE playerbot.pool_state SET pooled_count = v_pooled, counted_at = UTC_TIMESTAMP(6) WHERE pool_state_id = 1;
      UPDATE playerbot.latches SET claimed_by = NULL, claimed_until = NULL WHERE name = 'refill' AND claimed_by = CONNECTION_ID();
      IF v_created > 0 THEN
        CALL playerbot._audit('refill_pool', NULL, NULL, JSON_OBJECT('pool_size', v_pooled + 0, 'created', v_created + 0));
      END IF;
    END IF;
    COMMIT;
  END;
  SELECT v_pooled AS pool_size, v_created AS created;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.refill_pool TO playerbot_agent, playerbot_admin;
