SELECT realm, version, clock_s, last_auction, last_letter
  FROM playerbot.realm_markets WHERE FALSE;
