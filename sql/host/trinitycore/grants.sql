GRANT INSERT, UPDATE ON auth.battlenet_accounts TO playerbot_definer@localhost;
GRANT UPDATE (owner) ON characters.auctionhouse TO playerbot_definer@localhost;
