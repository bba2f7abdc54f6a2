DELIMITER //
-- RANDOM_BYTES() came with 10.10; the comment is code there. Before it, SHA-512 over server randomness: these
-- bytes never have to resist more than a guess, since no password belongs to them.
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._random_bytes(in_length SMALLINT UNSIGNED)
  RETURNS VARBINARY(256) NO SQL NOT DETERMINISTIC SQL SECURITY DEFINER
  COMMENT 'Random bytes.
Parameters: in_length: 1 to 256
Returns: that many bytes
Raises: nothing
Transaction: none
Granted to: nobody
Example: SELECT HEX(playerbot._random_bytes(32))'
RETURN LEFT(COALESCE(NULL /*M!101001 , RANDOM_BYTES(in_length) */, CONCAT(
  UNHEX(SHA2(CONCAT(UUID(), RAND(), 'a', RAND(), NOW(6)), 512)), UNHEX(SHA2(CONCAT(UUID(), RAND(), 'b', RAND(), NOW(6)), 512)),
  UNHEX(SHA2(CONCAT(UUID(), RAND(), 'c', RAND(), NOW(6)), 512)), UNHEX(SHA2(CONCAT(UUID(), RAND(), 'd', RAND(), NOW(6)), 512)))), in_length) //
DELIMITER ;
