DROP TABLE IF EXISTS playerbot.pool_state;
