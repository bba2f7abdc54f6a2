#include "db/result.h"
#include "base/error.h"
#include <stdio.h>
#include <string.h>

enum { MAX_COLUMNS = 64, OUT_OF_MEMORY = 2008, MIN_CELL = 64 };

struct column {
    int is_integer;
    long long number;
    char *text;
    unsigned long length;
    my_bool is_null, is_cut;
};

struct result {
    MYSQL_STMT *statement;
    const struct pb_memory *memory;
    unsigned count;
    struct column columns[MAX_COLUMNS];
    MYSQL_BIND binds[MAX_COLUMNS];
    char *buffer;
};

static int is_integer(enum enum_field_types type)
{
    return type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT || type == MYSQL_TYPE_INT24 ||
           type == MYSQL_TYPE_LONG || type == MYSQL_TYPE_LONGLONG || type == MYSQL_TYPE_YEAR;
}

static int is_number(enum enum_field_types type)
{
    return is_integer(type) || type == MYSQL_TYPE_FLOAT || type == MYSQL_TYPE_DOUBLE ||
           type == MYSQL_TYPE_DECIMAL || type == MYSQL_TYPE_NEWDECIMAL;
}

/* One buffer for the texts of a row, as wide as the widest of each column. */
static unsigned bind(struct result *result, const MYSQL_FIELD *fields, struct pb_rows *rows)
{
    size_t size = 0, used = 0;

    for (unsigned i = 0; i < result->count; i++) {
        size += (fields[i].max_length > MIN_CELL ? fields[i].max_length : MIN_CELL) + 1;
        if (pb_rows_name(rows, i, fields[i].name, is_number(fields[i].type)) != PB_OK)
            return OUT_OF_MEMORY;
    }
    if (!(result->buffer = pb_memory_resize(result->memory, NULL, size)))
        return OUT_OF_MEMORY;
    for (unsigned i = 0; i < result->count; i++) {
        struct column *column = &result->columns[i];
        MYSQL_BIND *bind = &result->binds[i];

        column->is_integer = is_integer(fields[i].type);
        column->text = result->buffer + used;
        used += (fields[i].max_length > MIN_CELL ? fields[i].max_length : MIN_CELL) + 1;
        bind->buffer_type = column->is_integer ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING;
        bind->buffer = column->is_integer ? (void *)&column->number : column->text;
        bind->buffer_length = column->is_integer ? sizeof column->number
                                                 : (unsigned long)(result->buffer + used - column->text);
        bind->is_unsigned = (fields[i].flags & UNSIGNED_FLAG) != 0;
        bind->length = &column->length;
        bind->is_null = &column->is_null;
        bind->error = &column->is_cut;
    }
    return mysql_stmt_bind_result(result->statement, result->binds) ? mysql_stmt_errno(result->statement) : 0;
}

/* Adds a text cell, fetched again when it did not fit. */
static int add_text(struct result *result, struct pb_rows *rows, unsigned i)
{
    struct column *column = &result->columns[i];
    MYSQL_BIND bind = result->binds[i];
    char *text;
    int error;

    if (column->length <= result->binds[i].buffer_length)
        return pb_rows_add_text(rows, column->text, column->length);
    if (!(text = pb_memory_resize(result->memory, NULL, column->length)))
        return PB_E_no_memory;
    bind.buffer = text;
    bind.buffer_length = column->length;
    error = mysql_stmt_fetch_column(result->statement, &bind, i, 0)
                ? PB_E_database
                : pb_rows_add_text(rows, text, column->length);
    pb_memory_free(result->memory, text);
    return error;
}

static int add_cell(struct result *result, struct pb_rows *rows, unsigned i)
{
    const struct column *column = &result->columns[i];
    char text[32];

    if (column->is_null)
        return pb_rows_add_null(rows);
    if (!column->is_integer)
        return add_text(result, rows, i);
    if (column->number >= 0 || result->binds[i].is_unsigned)
        return pb_rows_add_u64(rows, (uint64_t)column->number);
    return pb_rows_add_text(rows, text, (size_t)snprintf(text, sizeof text, "%lld", column->number));
}

static unsigned read_rows(struct result *result, struct pb_rows *rows)
{
    int outcome;

    while ((outcome = mysql_stmt_fetch(result->statement)) == 0 || outcome == MYSQL_DATA_TRUNCATED)
        for (unsigned i = 0; i < result->count; i++)
            if (add_cell(result, rows, i) != PB_OK)
                return OUT_OF_MEMORY;
    return outcome == MYSQL_NO_DATA ? 0 : mysql_stmt_errno(result->statement);
}

unsigned pb_result_read(MYSQL_STMT *statement, struct pb_rows **rows, const struct pb_memory *memory)
{
    struct result result = {.statement = statement, .memory = memory};
    MYSQL_RES *fields = mysql_stmt_result_metadata(statement);
    unsigned server_errno = OUT_OF_MEMORY;

    pb_rows_free(*rows);
    *rows = NULL;
    if (!fields)
        return OUT_OF_MEMORY;
    result.count = mysql_num_fields(fields) < MAX_COLUMNS ? mysql_num_fields(fields) : MAX_COLUMNS;
    if ((*rows = pb_rows_new(result.count, memory)) != NULL) {
        server_errno = bind(&result, mysql_fetch_fields(fields), *rows);
        if (!server_errno)
            server_errno = read_rows(&result, *rows);
    }
    mysql_free_result(fields);
    pb_memory_free(memory, result.buffer);
    return server_errno;
}
