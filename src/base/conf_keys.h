/*
 * Keys: what a configuration may say. For each: number of its field, name after "Playerbot.", kind, default,
 * minimum, maximum (of the number, or of the length), setting of the database that it owns ("" for none), and
 * whether a reload applies it (LIVE) or a restart must (RESTART). ci/lint holds conf/playerbot.conf.dist
 * against this list.
 */
#ifndef PB_BASE_CONF_KEYS_H
#define PB_BASE_CONF_KEYS_H

/* clang-format off */
#define PB_CONF_KEYS(X) \
    X(PRESET, "Preset", PRESET, "none", 0, 0, "", LIVE) \
    X(DATABASE_OPTION_FILE, "Database.OptionFile", FILE_NAME, "", 0, 1023, "", RESTART) \
    X(DATABASE_HOST, "Database.Host", HOSTS, "", 0, 1023, "", RESTART) \
    X(DATABASE_PORT, "Database.Port", INTEGER, "0", 0, 65535, "", RESTART) \
    X(DATABASE_SOCKET, "Database.Socket", TEXT, "", 0, 107, "", RESTART) \
    X(DATABASE_USER, "Database.User", TEXT, "", 0, 80, "", RESTART) \
    X(DATABASE_CREDENTIAL, "Database.Credential", TEXT, "playerbot-db-password", 0, 255, "", RESTART) \
    X(DATABASE_SCHEMA, "Database.Schema", TEXT, "playerbot", 1, 48, "", RESTART) \
    X(DATABASE_TLS, "Database.Tls", TLS, "preferred", 0, 0, "", RESTART) \
    X(DATABASE_TLS_CA, "Database.TlsCa", FILE_NAME, "", 0, 1023, "", RESTART) \
    X(DATABASE_TLS_CERT, "Database.TlsCert", FILE_NAME, "", 0, 1023, "", RESTART) \
    X(DATABASE_TLS_KEY, "Database.TlsKey", FILE_NAME, "", 0, 1023, "", RESTART) \
    X(DATABASE_CONNECTIONS_MIN, "Database.ConnectionsMin", INTEGER, "1", 1, 64, "", LIVE) \
    X(DATABASE_CONNECTIONS_MAX, "Database.ConnectionsMax", INTEGER, "4", 1, 64, "", LIVE) \
    X(DATABASE_IDLE_TIMEOUT, "Database.IdleTimeout", INTEGER, "60", 1, 86400, "", LIVE) \
    X(DATABASE_CONNECTION_LIFETIME, "Database.ConnectionLifetime", INTEGER, "3600", 1, 86400, "", LIVE) \
    X(DATABASE_CONNECT_TIMEOUT, "Database.ConnectTimeout", INTEGER, "5000", 1000, 60000, "", LIVE) \
    X(DATABASE_REQUEST_TIMEOUT, "Database.RequestTimeout", INTEGER, "30000", 100, 600000, "", LIVE) \
    X(DATABASE_BREAKER_FAILURES, "Database.BreakerFailures", INTEGER, "5", 1, 100, "", RESTART) \
    X(DATABASE_BREAKER_OPEN_TIME, "Database.BreakerOpenTime", INTEGER, "5000", 10, 600000, "", RESTART) \
    X(REQUEST_LIMIT, "Request.Limit", INTEGER, "65536", 16, 1048576, "", RESTART) \
    X(AGENT_NAME, "Agent.Name", TEXT, "playerbotd", 1, 64, "", RESTART) \
    X(AGENT_BOTS, "Agent.Bots", INTEGER, "500", 0, 1000000, "", LIVE) \
    X(MAX_BOTS_TOTAL, "MaxBotsTotal", INTEGER, "500", 0, 1000000, "max_bots_total", LIVE) \
    X(AUTO_CREATE_ACCOUNTS, "AutoCreateAccounts", BOOLEAN, "1", 0, 1, "auto_create_accounts", LIVE) \
    X(ACCOUNTS_TO_CREATE, "AccountsToCreate", INTEGER, "0", 0, 1000000, "accounts_to_create", LIVE) \
    X(MAX_ACCOUNTS, "MaxAccounts", INTEGER, "5000", 1, 1000000, "max_accounts", LIVE) \
    X(CREATE_BATCH, "CreateBatch", INTEGER, "1000", 1, 100000, "", LIVE) \
    X(MAX_CHARACTERS_PER_ACCOUNT, "MaxCharactersPerAccount", INTEGER, "10", 1, 10, "max_characters_per_account", LIVE) \
    X(STRICT_CHARACTER_LIMIT, "StrictCharacterLimit", BOOLEAN, "1", 0, 1, "", LIVE) \
    X(AUTO_FIX_CHARACTER_LIMIT, "AutoFixCharacterLimit", BOOLEAN, "0", 0, 1, "", LIVE) \
    X(POOL_SIZE, "PoolSize", INTEGER, "100", 0, 1000000, "pool_target", LIVE) \
    X(EMAIL_DOMAIN, "EmailDomain", TEXT, "playerbot.local", 1, 190, "email_domain", LIVE) \
    X(LEASE_TTL, "LeaseTtl", INTEGER, "60", 2, 3600, "lease_ttl_s", LIVE) \
    X(HEARTBEAT_INTERVAL, "HeartbeatInterval", INTEGER, "15", 1, 1200, "heartbeat_interval_s", LIVE) \
    X(AI_TICK_BUDGET, "AI.TickBudget", INTEGER, "800", 100, 1000000, "", LIVE) \
    X(AI_TICK_TARGET, "AI.TickTarget", INTEGER, "500", 0, 1000000, "", LIVE) \
    X(AI_FAR_FACTOR, "AI.FarFactor", INTEGER, "200", 100, 1000, "", LIVE) \
    X(AI_SYSTEMS, "AI.Systems", TEXT, "", 0, 255, "", LIVE) \
    X(AI_ALERT_COMMAND, "AlertCommand", FILE_NAME, "", 0, 1023, "", LIVE) \
    X(QUEST_STRATEGY, "Quest.Strategy", STRATEGY, "optimal", 0, 0, "", LIVE) \
    X(LOOT_POLICY, "Loot.Policy", LOOT, "greed", 0, 0, "", LIVE) \
    X(AUCTION_LIMITS, "Auction.Limits", AUCTION, "bot=10 house=1000 item=20 scan=900 strategy=market", 0, 255, "", LIVE) \
    X(SESSION_IDLE_TIME, "Session.IdleTime", INTEGER, "300", 1, 86400, "", LIVE) \
    X(SESSION_CLEANUP_INTERVAL, "Session.CleanupInterval", INTEGER, "60", 1, 3600, "", LIVE) \
    X(WRITE_BEHIND_INTERVAL, "WriteBehind.Interval", INTEGER, "30", 1, 3600, "", LIVE) \
    X(WRITE_BEHIND_BATCH_ROWS, "WriteBehind.BatchRows", INTEGER, "2000", 1, 100000, "", LIVE) \
    X(WRITE_BEHIND_MEMORY_LIMIT, "WriteBehind.MemoryLimit", INTEGER, "64", 1, 65536, "", LIVE) \
    X(JOURNAL_FILE, "Journal.File", TEXT, "", 0, 1023, "", RESTART) \
    X(JOURNAL_SIZE_LIMIT, "Journal.SizeLimit", INTEGER, "256", 1, 65536, "", RESTART) \
    X(CACHE_LIMIT_REFRESH, "Cache.LimitRefresh", INTEGER, "30", 1, 3600, "", LIVE) \
    X(CACHE_ACCOUNT_TTL, "Cache.AccountTtl", INTEGER, "60", 0, 3600, "", LIVE) \
    X(CACHE_ACCOUNT_ENTRIES, "Cache.AccountEntries", INTEGER, "10000", 1, 1000000, "", RESTART) \
    X(SHUTDOWN_TIMEOUT, "Shutdown.Timeout", INTEGER, "20", 4, 600, "", LIVE) \
    X(CONTROL_SOCKET, "Control.Socket", TEXT, "", 0, 107, "", RESTART) \
    X(METRICS_INTERVAL, "Metrics.Interval", INTEGER, "60", 1, 3600, "", LIVE) \
    X(LOG_LEVEL, "Log.Level", LEVEL, "INFO", 0, 0, "", LIVE) \
    X(LOG_LEVELS, "Log.Levels", LEVELS, "", 0, 1000, "", LIVE) \
    X(LOG_FORMAT, "Log.Format", FORMAT, "auto", 0, 0, "", RESTART)

/* What a preset says instead of the default: key, small, medium, large. ci/lint holds conf.dist against it. */
#define PB_CONF_PRESETS(X) \
    X(AGENT_BOTS, "50", "500", "5000") \
    X(MAX_BOTS_TOTAL, "50", "500", "5000") \
    X(POOL_SIZE, "10", "100", "500") \
    X(MAX_ACCOUNTS, "500", "5000", "50000") \
    X(DATABASE_CONNECTIONS_MAX, "2", "4", "8") \
    X(WRITE_BEHIND_BATCH_ROWS, "500", "2000", "5000") \
    X(WRITE_BEHIND_MEMORY_LIMIT, "16", "64", "256") \
    X(JOURNAL_SIZE_LIMIT, "64", "256", "1024") \
    X(CACHE_ACCOUNT_ENTRIES, "1000", "10000", "50000")
/* clang-format on */

#endif
