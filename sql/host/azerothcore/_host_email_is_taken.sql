DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._host_email_is_taken(in_email VARCHAR(255))
  RETURNS TINYINT READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'Whether an account of the host has this address; reads the whole table, since the host has no index.
Parameters: in_email: address
Returns: 1 or 0
Raises: nothing
Transaction: the caller''s
Granted to: nobody
Example: SELECT playerbot._host_email_is_taken(''a@example.org'')'
RETURN EXISTS (SELECT 1 FROM auth.account a WHERE a.email = in_email) //
DELIMITER ;
