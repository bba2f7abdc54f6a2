DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._show_account(in_account_id INT UNSIGNED)
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Answers with the row of an account, in the form that all routines share.
Parameters: in_account_id: an account
Returns: the public columns of accounts
Raises: nothing
Transaction: the caller''s; reads only
Granted to: nobody
Example: CALL playerbot._show_account(1001)'
SELECT a.account_id, a.bnet_account_id, a.email, a.is_bot, a.state, a.character_count, a.max_characters, a.excess_count,
       a.created_at, a.last_active_at, a.agent_id, a.fence, a.leased_at
  FROM playerbot.accounts a WHERE a.account_id = in_account_id //
DELIMITER ;
