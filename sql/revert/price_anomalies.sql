DROP TABLE IF EXISTS playerbot.price_anomalies;
