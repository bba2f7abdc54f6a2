DROP TABLE IF EXISTS playerbot.host_children;
