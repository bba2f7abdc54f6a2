GRANT INSERT, UPDATE ON auth.battlenet_accounts TO playerbot_definer@localhost;
GRANT UPDATE (owner) ON characters.auctionhouse TO playerbot_definer@localhost;
GRANT INSERT, UPDATE ON characters.character_queststatus_objectives TO playerbot_definer@localhost;
