DROP EVENT IF EXISTS playerbot.ev_refill;
