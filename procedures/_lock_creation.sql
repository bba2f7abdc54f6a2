DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._lock_creation(OUT out_room BIGINT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Makes creators wait for each other, so that cap check and creation are one step.
Parameters: none
Returns: out_room: accounts that may still be created, 0 and up
Raises: nothing
Transaction: the caller''s; the lock is held until its end
Granted to: nobody
Example: CALL playerbot._lock_creation(v_room)'
SELECT GREATEST(CAST(playerbot._setting('max_accounts') AS SIGNED) - CAST(l.number AS SIGNED), 0) INTO out_room
  FROM playerbot.latches l WHERE l.name = 'accounts' FOR UPDATE //
DELIMITER ;
