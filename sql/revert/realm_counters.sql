DROP TABLE IF EXISTS playerbot.realm_counters;
