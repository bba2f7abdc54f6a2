DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_hand_over()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Before characters are deleted, hands over what others share with them: a guild goes to its member of highest
rank, a group or arena team to any member, and an auction with somebody else''s bid goes on without an owner, so no money is lost.
Parameters: none; the temporary table doomed_characters
Returns: nothing
Raises: nothing of its own
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_hand_over()'
BEGIN
  -- A temporary table can be named once in a statement; these are its second names.
  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.doomed_bidders (guid BIGINT UNSIGNED NOT NULL PRIMARY KEY) ENGINE=InnoDB;
  CREATE TEMPORARY TABLE IF NOT EXISTS playerbot.heirs (parent_id BIGINT UNSIGNED NOT NULL PRIMARY KEY, guid BIGINT UNSIGNED NOT NULL) ENGINE=InnoDB;
  DELETE FROM playerbot.doomed_bidders;
  INSERT INTO playerbot.doomed_bidders SELECT d.guid FROM playerbot.doomed_characters d;

  DELETE FROM playerbot.heirs;
  -- The lowest rank number is the highest rank: rows come best first, and IGNORE keeps the first of each guild.
  INSERT IGNORE INTO playerbot.heirs (parent_id, guid)
  SELECT g.guildid, m.guid FROM playerbot.doomed_characters d JOIN characters.guild g ON g.leaderguid = d.guid
    JOIN characters.guild_member m ON m.guildid = g.guildid
    LEFT JOIN playerbot.doomed_bidders b ON b.guid = m.guid
   WHERE b.guid IS NULL ORDER BY g.guildid, m.rank, m.guid;
  UPDATE playerbot.heirs h JOIN characters.guild g ON g.guildid = h.parent_id
    JOIN characters.guild_member m ON m.guildid = g.guildid AND m.guid = h.guid
     SET g.leaderguid = h.guid, m.rank = 0;

  DELETE FROM playerbot.heirs;
  INSERT IGNORE INTO playerbot.heirs (parent_id, guid)
  SELECT g.guid, m.memberGuid FROM playerbot.doomed_characters d JOIN characters.groups g ON g.leaderGuid = d.guid
    JOIN characters.group_member m ON m.guid = g.guid
    LEFT JOIN playerbot.doomed_bidders b ON b.guid = m.memberGuid
   WHERE b.guid IS NULL ORDER BY g.guid, m.memberGuid;
  UPDATE playerbot.heirs h JOIN characters.groups g ON g.guid = h.parent_id SET g.leaderGuid = h.guid;

  DELETE FROM playerbot.heirs;
  INSERT IGNORE INTO playerbot.heirs (parent_id, guid)
  SELECT t.arenaTeamId, m.guid FROM playerbot.doomed_characters d JOIN characters.arena_team t ON t.captainGuid = d.guid
    JOIN characters.arena_team_member m ON m.arenaTeamId = t.arenaTeamId
    LEFT JOIN playerbot.doomed_bidders b ON b.guid = m.guid
   WHERE b.guid IS NULL ORDER BY t.arenaTeamId, m.guid;
  UPDATE playerbot.heirs h JOIN characters.arena_team t ON t.arenaTeamId = h.parent_id SET t.captainGuid = h.guid;

  UPDATE playerbot.doomed_characters d
    JOIN characters.auctionhouse h ON h.itemowner = d.guid
    JOIN characters.item_instance t ON t.guid = h.itemguid
    LEFT JOIN playerbot.doomed_bidders b ON b.guid = h.buyguid
     SET t.owner_guid = 0
   WHERE h.buyguid > 0 AND b.guid IS NULL;
  UPDATE playerbot.doomed_characters d
    JOIN characters.auctionhouse h ON h.itemowner = d.guid
    LEFT JOIN playerbot.doomed_bidders b ON b.guid = h.buyguid
     SET h.itemowner = 0
   WHERE h.buyguid > 0 AND b.guid IS NULL;
END //
DELIMITER ;
