#include "base/error.h"
/* Marks the two that hosts may call. */
#include "include/playerbot.h"

const char *pb_error_name(int error)
{
    switch (error) {
    case PB_OK:
        return "ok";
#define X(code, name, text)                                                                                  \
    case -(code):                                                                                            \
        return #name;
        PB_DATABASE_ERRORS(X)
        PB_AGENT_ERRORS(X)
#undef X
    default:
        return "unknown";
    }
}

const char *pb_error_text(int error)
{
    switch (error) {
    case PB_OK:
        return "no error";
#define X(code, name, text)                                                                                  \
    case -(code):                                                                                            \
        return text;
        PB_DATABASE_ERRORS(X)
        PB_AGENT_ERRORS(X)
#undef X
    default:
        return "an error that this version does not know";
    }
}

int pb_error_from_server(unsigned server_errno)
{
    switch (server_errno) {
#define X(code, name, text) case code:
        PB_DATABASE_ERRORS(X)
#undef X
        return -(int)server_errno;
    default:
        return PB_E_database;
    }
}
