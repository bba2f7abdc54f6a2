DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._limit_verdict(
  in_real INT UNSIGNED, in_recorded INT UNSIGNED, in_max TINYINT UNSIGNED, in_kept INT UNSIGNED)
  RETURNS VARCHAR(16) CHARSET utf8mb4 COLLATE utf8mb4_unicode_ci DETERMINISTIC NO SQL SQL SECURITY DEFINER
  COMMENT 'Judges one account.
Parameters: in_real: characters in the host table; in_recorded, in_max, in_kept: as in accounts
Returns: over_limit; miscounted (recorded count is wrong); kept (above a limit that was lowered later); ok
Raises: nothing
Transaction: none
Granted to: nobody
Example: SELECT playerbot._limit_verdict(11, 11, 10, 0)'
RETURN CASE WHEN in_real > GREATEST(LEAST(in_max, 10), in_kept) THEN 'over_limit'
            WHEN in_real <> in_recorded THEN 'miscounted'
            WHEN in_real > in_max THEN 'kept'
            ELSE 'ok' END //
DELIMITER ;
