-- First step of a deployment: the schema, its locked definer and the roles. Everything here may run again and again.
CREATE DATABASE IF NOT EXISTS {playerbot_id} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Nobody can log in as the definer; routines, views, triggers and events run with its rights, and only with them.
CREATE USER IF NOT EXISTS playerbot_definer@localhost ACCOUNT LOCK PASSWORD EXPIRE;
CREATE ROLE IF NOT EXISTS playerbot_agent;
CREATE ROLE IF NOT EXISTS playerbot_monitor;
CREATE ROLE IF NOT EXISTS playerbot_admin;
-- For the embedded realm alone: it plays the world server, and writes characters as one.
CREATE ROLE IF NOT EXISTS playerbot_realm;
GRANT playerbot_agent TO playerbot_realm;

GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE, CREATE TEMPORARY TABLES, CREATE VIEW, SHOW VIEW, DROP, TRIGGER, EVENT, DELETE HISTORY
  ON playerbot.* TO playerbot_definer@localhost;
-- Deletion must reach tables that a fork adds, hence DELETE on the whole host databases; what is written is named.
GRANT SELECT, DELETE ON auth.* TO playerbot_definer@localhost;
GRANT SELECT, DELETE ON characters.* TO playerbot_definer@localhost;
GRANT SELECT ON world.* TO playerbot_definer@localhost;
GRANT INSERT, UPDATE ON auth.account TO playerbot_definer@localhost;
GRANT INSERT ON auth.realmcharacters TO playerbot_definer@localhost;
GRANT INSERT, UPDATE, TRIGGER ON characters.characters TO playerbot_definer@localhost;
GRANT UPDATE (leaderguid) ON characters.guild TO playerbot_definer@localhost;
GRANT UPDATE (rank) ON characters.guild_member TO playerbot_definer@localhost;
GRANT UPDATE (leaderGuid) ON characters.groups TO playerbot_definer@localhost;
GRANT UPDATE (captainGuid) ON characters.arena_team TO playerbot_definer@localhost;
GRANT INSERT, UPDATE ON characters.item_instance TO playerbot_definer@localhost;
GRANT INSERT, UPDATE ON characters.character_inventory TO playerbot_definer@localhost;
GRANT INSERT, UPDATE ON characters.character_queststatus TO playerbot_definer@localhost;
GRANT INSERT, UPDATE ON characters.character_queststatus_daily TO playerbot_definer@localhost;
GRANT INSERT, UPDATE ON characters.character_queststatus_rewarded TO playerbot_definer@localhost;
