GRANT UPDATE (itemowner) ON characters.auctionhouse TO playerbot_definer@localhost;
