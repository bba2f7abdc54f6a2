DROP TABLE IF EXISTS playerbot.deployments;
