DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.realm_save_characters(in_agent_id DECIMAL(65), in_rows LONGTEXT)
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Writes characters of the embedded realm as they are now: repeated, it has no second effect. A row applies when its fence is that of
the account, or the one before, if the caller has the account again. A thing in slot s of the realm is the item guid x 128 + s: 0 to 18 worn, 19 to 22 bags, 23 to 38 the backpack, then 22 slots for each bag.
Parameters: in_agent_id: from register_agent; in_rows: JSON array of at most 2000 objects {guid, account_id, fence, level, xp, money, map, x, y,
z, zone, health, is_online} and, where they changed, items [[slot, entry, count, durability, 1 if bound]...], quests [[quest, status, c1..c4, i1..i6, and where
it has a time the seconds that are left]...], daily [quest...] (done today, only added; those of other days go), rewarded [quest...] (only added); part: rows with the same number
(0 to 4294967295) are written together or not at all
Returns: one row per row, in order: position (from 0), guid, outcome (applied; stale: another lease was granted since, or no such
character; guid_range: nothing of it is written, its guid is too large for the guids of things on this core;
undone: another one of its part is not written)
Raises: 45200 agent_fenced; 45202 bad_rows; 45000 in_transaction
Transaction: its own, READ COMMITTED: all rows or none
Granted to: playerbot_realm, playerbot_admin
Example: CALL playerbot.realm_save_characters(7, ''[{"guid":1,"account_id":1001,"fence":3,"level":2,"xp":5,"money":9,"map":0,"x":0,"y":0,"z":0,"zone":12,"health":60,"is_online":1,"items":[[15,25,1,100]]}]'')'
BEGIN
  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'realm_save_characters', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.kept_rows, playerbot.kept_items, playerbot.kept_quests;
      RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    CALL playerbot._keep_characters('realm_save_characters', in_agent_id, in_rows, 0);
    COMMIT;
  END;
  SELECT r.position AS position, r.guid AS guid, r.outcome AS outcome FROM playerbot.kept_rows r ORDER BY r.position;
  DROP TEMPORARY TABLE IF EXISTS playerbot.kept_rows, playerbot.kept_items, playerbot.kept_quests;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.realm_save_characters TO playerbot_realm, playerbot_admin;
