DROP TABLE IF EXISTS playerbot.audit_log;
