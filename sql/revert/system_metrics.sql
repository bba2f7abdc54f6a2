DROP TABLE IF EXISTS playerbot.system_metrics;
