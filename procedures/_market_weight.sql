DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot._market_weight(in_age INT)
  RETURNS INT DETERMINISTIC NO SQL SQL SECURITY DEFINER
  COMMENT 'What a day counts in the price of an item: the weights that AuctionDB was shipped with, halving in about three days.
Parameters: in_age: days since then, 0 for today
Returns: 132 down to 4; 0 beyond 14 days
Raises: nothing
Transaction: none
Granted to: nobody
Example: SELECT playerbot._market_weight(0)'
RETURN COALESCE(ELT(in_age + 1, 132, 125, 100, 75, 45, 34, 33, 38, 28, 21, 15, 10, 7, 5, 4), 0) //
DELIMITER ;
