#include "api/format.h"
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_COLUMNS = 64, MAX_WIDTH = 60, LINE_SIZE = 8192, CELL_SIZE = 1024 };

void pb_format_line(pb_line_fn *line, void *user, const char *format, ...)
{
    char text[LINE_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    line(user, text);
}

/* Characters of a UTF-8 text. */
static unsigned width_of(const char *text)
{
    unsigned width = 0;

    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

/* A cell for people: on one line, nothing in it moves the cursor. */
static void print_cell(const struct pb_rows *rows, size_t row, unsigned column, char cell[CELL_SIZE])
{
    if (pb_rows_is_null(rows, row, column))
        snprintf(cell, CELL_SIZE, "-");
    else
        pb_rows_print(rows, row, column, cell, CELL_SIZE);
    for (char *at = cell; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = ' ';
}

static void add_cell(FILE *stream, const char *cell, unsigned width, int is_right, int is_last)
{
    unsigned length = width_of(cell), space = length < width ? width - length : 0;

    if (is_right)
        fprintf(stream, "%*s", (int)space, "");
    fputs(cell, stream);
    if (!is_last)
        fprintf(stream, "%*s", (int)(is_right ? 0 : space) + 2, "");
}

static void measure(const struct pb_rows *rows, unsigned columns, unsigned widths[MAX_COLUMNS])
{
    char cell[CELL_SIZE];

    for (unsigned c = 0; c < columns; c++) {
        widths[c] = width_of(pb_rows_column_name(rows, c));
        for (size_t r = 0; r < pb_rows_count(rows); r++) {
            unsigned width;

            print_cell(rows, r, c, cell);
            width = width_of(cell);
            widths[c] = width > widths[c] ? width : widths[c];
        }
        widths[c] = widths[c] > MAX_WIDTH ? MAX_WIDTH : widths[c];
    }
}

static void write_table_line(const struct pb_rows *rows, size_t row, int is_head, const unsigned *widths,
                             pb_line_fn *line, void *user)
{
    char text[LINE_SIZE], cell[CELL_SIZE];
    FILE *stream = fmemopen(text, sizeof text, "w");
    unsigned columns = pb_rows_columns(rows);

    if (!stream)
        return;
    for (unsigned c = 0; c < columns && c < MAX_COLUMNS; c++) {
        if (is_head)
            snprintf(cell, sizeof cell, "%s", pb_rows_column_name(rows, c));
        else
            print_cell(rows, row, c, cell);
        add_cell(stream, cell, widths[c], pb_rows_is_number(rows, c), c + 1 == columns);
    }
    fclose(stream);
    text[LINE_SIZE - 1] = '\0';
    line(user, text);
}

static json_t *json_cell(const struct pb_rows *rows, size_t row, unsigned column)
{
    char cell[CELL_SIZE];
    size_t length;
    const char *text;

    if (pb_rows_is_null(rows, row, column))
        return json_null();
    text = pb_rows_text(rows, row, column, &length);
    if (length > 0 && !pb_rows_is_number(rows, column))
        return json_stringn(text, length);
    pb_rows_print(rows, row, column, cell, sizeof cell);
    if (!pb_rows_is_number(rows, column))
        return json_string(cell);
    return strchr(cell, '.') ? json_real(strtod(cell, NULL)) : json_integer(strtoll(cell, NULL, 10));
}

static void write_json(const struct pb_rows *rows, pb_line_fn *line, void *user)
{
    size_t count = pb_rows_count(rows);

    line(user, "[");
    for (size_t r = 0; r < count; r++) {
        json_t *object = json_object();
        char *text;

        for (unsigned c = 0; c < pb_rows_columns(rows); c++)
            json_object_set_new(object, pb_rows_column_name(rows, c), json_cell(rows, r, c));
        text = json_dumps(object, JSON_COMPACT);
        if (text)
            pb_format_line(line, user, "%s%s", text, r + 1 < count ? "," : "");
        free(text);
        json_decref(object);
    }
    line(user, "]");
}

static void write_record(const struct pb_rows *rows, pb_line_fn *line, void *user)
{
    unsigned width = 0;
    char cell[CELL_SIZE];

    for (unsigned c = 0; c < pb_rows_columns(rows); c++)
        if (width_of(pb_rows_column_name(rows, c)) > width)
            width = width_of(pb_rows_column_name(rows, c));
    for (unsigned c = 0; c < pb_rows_columns(rows); c++) {
        print_cell(rows, 0, c, cell);
        pb_format_line(line, user, "%-*s  %s", (int)width, pb_rows_column_name(rows, c), cell);
    }
}

void pb_format_rows(const struct pb_rows *rows, int is_json, int is_record, pb_line_fn *line, void *user)
{
    unsigned widths[MAX_COLUMNS] = {0}, columns = pb_rows_columns(rows);

    if (is_json) {
        write_json(rows, line, user);
        return;
    }
    if (is_record && pb_rows_count(rows) == 1) {
        write_record(rows, line, user);
        return;
    }
    measure(rows, columns < MAX_COLUMNS ? columns : MAX_COLUMNS, widths);
    write_table_line(rows, 0, 1, widths, line, user);
    for (size_t r = 0; r < pb_rows_count(rows); r++)
        write_table_line(rows, r, 0, widths, line, user);
}
