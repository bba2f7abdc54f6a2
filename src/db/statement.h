/* Statement: what the agent may say to the database. The texts stand in call_*.c only. */
#ifndef PB_DB_STATEMENT_H
#define PB_DB_STATEMENT_H

/* What may be done when nobody knows whether a call had its effect. */
enum pb_retry {
    PB_RETRY_SAFE,    /* ask again: it reads, or repeating it changes nothing */
    PB_RETRY_REQUEST, /* ask again with the same request_id: the database answers as before */
    PB_RETRY_NEVER    /* report PB_E_outcome_unknown: a second effect would be another effect */
};

struct pb_statement {
    const char *name; /* for logs and counters */
    const char *sql;
    enum pb_retry retry;
    /* 1: goes before what waits, on a connection beyond the pool's maximum if need be (heartbeats). */
    int is_urgent;
    /* 1: fails at once while no server can be reached, instead of waiting for its deadline (live figures;
     * what has a journal to go to). */
    int is_impatient;
};

/* Its initialiser; what follows the class are designated members. */
#define PB_STATEMENT(label, text, class, ...)                                                                \
    {                                                                                                        \
        .name = label, .sql = text, .retry = PB_RETRY_##class, __VA_ARGS__                                   \
    }

#endif
