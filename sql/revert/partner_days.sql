DROP TABLE IF EXISTS playerbot.partner_days;
