DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._scope()
  RETURNS BIGINT UNSIGNED NO SQL SQL SECURITY DEFINER
  COMMENT 'Scope of request ids for calls that carry no agent id: one per database user and host.
Parameters: none
Returns: 2^63 plus a CRC32, above every agent id
Raises: nothing
Transaction: none
Granted to: nobody
Example: SELECT playerbot._scope()'
RETURN 9223372036854775808 + CRC32(SESSION_USER()) //
DELIMITER ;
