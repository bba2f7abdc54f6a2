#include "db/login.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PASSWORD_SIZE = 512 };
/* Beside the server's error numbers, which begin at 1000. */
enum { NO_FILE = 1 };

static const char *text_or_null(const char *text)
{
    return text[0] ? text : NULL;
}

/* The password of a credential file, its first line. Returns 0, or -1 with errno. */
static int read_credential(const char *path, char password[PASSWORD_SIZE])
{
    FILE *file = fopen(path, "re");

    if (!file)
        return -1;
    if (!fgets(password, PASSWORD_SIZE, file))
        password[0] = '\0';
    password[strcspn(password, "\r\n")] = '\0';
    fclose(file);
    return 0;
}

static void set_tls(MYSQL *mysql, const struct pb_database_options *options)
{
    my_bool yes = 1, no = 0;

    if (options->tls == PB_TLS_OFF)
        return;
    if (options->tls_ca[0])
        mysql_options(mysql, MYSQL_OPT_SSL_CA, options->tls_ca);
    if (options->tls_certificate[0])
        mysql_options(mysql, MYSQL_OPT_SSL_CERT, options->tls_certificate);
    if (options->tls_key[0])
        mysql_options(mysql, MYSQL_OPT_SSL_KEY, options->tls_key);
    mysql_options(mysql, MYSQL_OPT_SSL_ENFORCE, &yes);
    mysql_options(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, options->tls == PB_TLS_VERIFY ? &yes : &no);
}

static void set_options(MYSQL *mysql, const struct pb_database_options *options, int64_t timeout_ms)
{
    const unsigned connect_s = (unsigned)((timeout_ms + 999) / 1000);

    if (options->option_file[0])
        mysql_options(mysql, MYSQL_READ_DEFAULT_FILE, options->option_file);
    mysql_options(mysql, MYSQL_READ_DEFAULT_GROUP, "playerbot");
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(mysql, MYSQL_OPT_NONBLOCK, 0);
    /* They bound the handshake; the calls after it have deadlines of their own. */
    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
    mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &connect_s);
    mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &connect_s);
    mysql_options(mysql, MYSQL_INIT_COMMAND,
                  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', time_zone = '+00:00'");
    mysql_options(mysql, MYSQL_INIT_COMMAND, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
}

/* Whether a try without TLS may follow: only where TLS is wished for, not wanted, and the server has none. */
static int may_do_without_tls(const struct pb_database_options *options, unsigned server_errno)
{
    return options->tls == PB_TLS_PREFERRED && server_errno == 2026;
}

static MYSQL *try_login(const struct pb_database_options *options, const struct pb_server_address *address,
                        int64_t timeout_ms, int with_tls, const char *password, unsigned *server_errno,
                        char message[PB_MESSAGE_SIZE])
{
    MYSQL *mysql = mysql_init(NULL);
    int descriptor;

    if (!mysql) {
        *server_errno = 2008;
        snprintf(message, PB_MESSAGE_SIZE, "out of memory");
        return NULL;
    }
    set_options(mysql, options, timeout_ms);
    if (with_tls && !address->socket[0])
        set_tls(mysql, options);
    if (!mysql_real_connect(mysql, text_or_null(address->host), text_or_null(options->user), password,
                            text_or_null(options->schema), address->port, text_or_null(address->socket),
                            CLIENT_MULTI_RESULTS)) {
        *server_errno = mysql_errno(mysql) ? mysql_errno(mysql) : 2002;
        snprintf(message, PB_MESSAGE_SIZE, "%.230s (%u)", mysql_error(mysql), *server_errno);
        mysql_close(mysql);
        return NULL;
    }
    descriptor = (int)mysql_get_socket(mysql);
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    return mysql;
}

/* The client library skips a file that is not there, and would turn to another server or password. */
static int file_is_there(const char *path, unsigned *server_errno, char message[PB_MESSAGE_SIZE])
{
    if (!path[0] || access(path, R_OK) == 0)
        return 1;
    *server_errno = NO_FILE;
    snprintf(message, PB_MESSAGE_SIZE, "%.180s: %s", path, strerror(errno));
    return 0;
}

MYSQL *pb_login(const struct pb_database_options *options, unsigned server, int64_t timeout_ms,
                unsigned *server_errno, char message[PB_MESSAGE_SIZE])
{
    const struct pb_server_address *address = &options->servers[server];
    char password[PASSWORD_SIZE] = "";
    const char *given = options->password[0] ? options->password : NULL;
    MYSQL *mysql = NULL;

    if (!file_is_there(options->option_file, server_errno, message) ||
        !file_is_there(options->credential_file, server_errno, message))
        return NULL;
    if (options->credential_file[0] && read_credential(options->credential_file, password) == 0)
        given = password;
    mysql = try_login(options, address, timeout_ms, options->tls != PB_TLS_OFF, given, server_errno, message);
    if (!mysql && may_do_without_tls(options, *server_errno))
        mysql = try_login(options, address, timeout_ms, 0, given, server_errno, message);
    explicit_bzero(password, sizeof password);
    return mysql;
}
