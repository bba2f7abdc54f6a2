DROP TABLE IF EXISTS playerbot.realm_markets;
