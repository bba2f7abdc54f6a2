DROP TABLE IF EXISTS playerbot.trade_sides;
