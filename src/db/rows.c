#include "db/rows.h"
#include "base/error.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell is its number, or where its text stands. */
struct cell {
    uint64_t number_or_offset;
    uint32_t length;
    enum { CELL_NULL, CELL_NUMBER, CELL_TEXT } type;
};

struct column {
    char name[65];
    int is_number;
};

struct pb_rows {
    const struct pb_memory *memory;
    struct column *names;
    struct cell *cells;
    char *bytes;
    size_t cell_count, cell_room, byte_count, byte_room;
    unsigned columns;
};

struct pb_rows *pb_rows_new(unsigned columns, const struct pb_memory *memory)
{
    struct pb_rows *rows = pb_memory_new(memory, 1, sizeof *rows);

    if (!rows)
        return NULL;
    rows->memory = memory;
    rows->columns = columns;
    if (!(rows->names = pb_memory_new(memory, columns, sizeof *rows->names))) {
        pb_memory_free(memory, rows);
        return NULL;
    }
    return rows;
}

void pb_rows_free(struct pb_rows *rows)
{
    if (!rows)
        return;
    pb_memory_free(rows->memory, rows->names);
    pb_memory_free(rows->memory, rows->cells);
    pb_memory_free(rows->memory, rows->bytes);
    pb_memory_free(rows->memory, rows);
}

int pb_rows_name(struct pb_rows *rows, unsigned column, const char *name, int is_number)
{
    if (column >= rows->columns)
        return PB_E_no_memory;
    snprintf(rows->names[column].name, sizeof rows->names[column].name, "%s", name);
    rows->names[column].is_number = is_number;
    return PB_OK;
}

static struct cell *add(struct pb_rows *rows)
{
    if (rows->cell_count == rows->cell_room) {
        size_t room = rows->cell_room ? rows->cell_room * 2 : rows->columns ? rows->columns : 1;
        struct cell *cells = pb_memory_resize(rows->memory, rows->cells, room * sizeof *cells);

        if (!cells)
            return NULL;
        rows->cells = cells;
        rows->cell_room = room;
    }
    return &rows->cells[rows->cell_count++];
}

int pb_rows_add_null(struct pb_rows *rows)
{
    struct cell *cell = add(rows);

    if (!cell)
        return PB_E_no_memory;
    *cell = (struct cell){0, 0, CELL_NULL};
    return PB_OK;
}

int pb_rows_add_u64(struct pb_rows *rows, uint64_t number)
{
    struct cell *cell = add(rows);

    if (!cell)
        return PB_E_no_memory;
    *cell = (struct cell){number, 0, CELL_NUMBER};
    return PB_OK;
}

int pb_rows_add_text(struct pb_rows *rows, const char *text, size_t length)
{
    struct cell *cell;

    if (length > UINT32_MAX)
        return PB_E_no_memory;
    if (rows->byte_count + length + 1 > rows->byte_room) {
        size_t room = rows->byte_room * 2 > rows->byte_count + length + 1 ? rows->byte_room * 2
                                                                          : rows->byte_count + length + 64;
        char *bytes = pb_memory_resize(rows->memory, rows->bytes, room);

        if (!bytes)
            return PB_E_no_memory;
        rows->bytes = bytes;
        rows->byte_room = room;
    }
    if (!(cell = add(rows)))
        return PB_E_no_memory;
    *cell = (struct cell){rows->byte_count, (uint32_t)length, CELL_TEXT};
    if (length > 0)
        memcpy(rows->bytes + rows->byte_count, text, length);
    rows->bytes[rows->byte_count + length] = '\0';
    rows->byte_count += length + 1;
    return PB_OK;
}

size_t pb_rows_count(const struct pb_rows *rows)
{
    return rows && rows->columns ? rows->cell_count / rows->columns : 0;
}

unsigned pb_rows_columns(const struct pb_rows *rows)
{
    return rows ? rows->columns : 0;
}

const char *pb_rows_column_name(const struct pb_rows *rows, unsigned column)
{
    return column < pb_rows_columns(rows) ? rows->names[column].name : "";
}

int pb_rows_is_number(const struct pb_rows *rows, unsigned column)
{
    return column < pb_rows_columns(rows) && rows->names[column].is_number;
}

static const struct cell *find(const struct pb_rows *rows, size_t row, unsigned column)
{
    static const struct cell none = {0, 0, CELL_NULL};

    return row < pb_rows_count(rows) && column < rows->columns ? &rows->cells[row * rows->columns + column]
                                                               : &none;
}

int pb_rows_is_null(const struct pb_rows *rows, size_t row, unsigned column)
{
    return find(rows, row, column)->type == CELL_NULL;
}

uint64_t pb_rows_u64(const struct pb_rows *rows, size_t row, unsigned column)
{
    const struct cell *cell = find(rows, row, column);

    if (cell->type == CELL_TEXT)
        return strtoull(rows->bytes + cell->number_or_offset, NULL, 10);
    return cell->type == CELL_NUMBER ? cell->number_or_offset : 0;
}

const char *pb_rows_text(const struct pb_rows *rows, size_t row, unsigned column, size_t *length)
{
    const struct cell *cell = find(rows, row, column);

    if (length)
        *length = cell->length;
    return cell->type == CELL_TEXT ? rows->bytes + cell->number_or_offset : "";
}

size_t pb_rows_print(const struct pb_rows *rows, size_t row, unsigned column, char *text, size_t size)
{
    const struct cell *cell = find(rows, row, column);
    int length;

    if (cell->type == CELL_NUMBER)
        length = snprintf(text, size, "%" PRIu64, cell->number_or_offset);
    else
        length = snprintf(text, size, "%s", pb_rows_text(rows, row, column, NULL));
    return length > 0 ? (size_t)length : 0;
}

size_t pb_rows_bytes(const struct pb_rows *rows)
{
    return rows ? sizeof *rows + rows->columns * sizeof *rows->names + rows->cell_room * sizeof *rows->cells +
                      rows->byte_room
                : 0;
}
