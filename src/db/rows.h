/*
 * Rows: the result set of a call, as one block. Written by the database thread, then read by the thread that
 * got the completion; never by both.
 */
#ifndef PB_DB_ROWS_H
#define PB_DB_ROWS_H

#include "base/memory.h"
#include <stddef.h>
#include <stdint.h>

struct pb_rows;

/* `columns` may be 0. NULL when there is no memory. */
struct pb_rows *pb_rows_new(unsigned columns, const struct pb_memory *memory);
void pb_rows_free(struct pb_rows *rows);

/* Filling: each column's name once, then the cells in order, row by row. Return 0 or PB_E_no_memory. */
int pb_rows_name(struct pb_rows *rows, unsigned column, const char *name, int is_number)
    __attribute__((warn_unused_result));
int pb_rows_add_null(struct pb_rows *rows) __attribute__((warn_unused_result));
int pb_rows_add_u64(struct pb_rows *rows, uint64_t number) __attribute__((warn_unused_result));
int pb_rows_add_text(struct pb_rows *rows, const char *text, size_t length)
    __attribute__((warn_unused_result));

/* Reading. NULL rows have no rows; a row or column that is not there is NULL. All borrowed from `rows`. */
size_t pb_rows_count(const struct pb_rows *rows);
unsigned pb_rows_columns(const struct pb_rows *rows);
const char *pb_rows_column_name(const struct pb_rows *rows, unsigned column);
/* 1 for a column of numbers, whole or not. */
int pb_rows_is_number(const struct pb_rows *rows, unsigned column);
int pb_rows_is_null(const struct pb_rows *rows, size_t row, unsigned column);
/* As a number; 0 for NULL and for text that is none. */
uint64_t pb_rows_u64(const struct pb_rows *rows, size_t row, unsigned column);
/* As bytes with a zero behind them, "" for NULL; `length` may be NULL. Numbers that were sent as such
 * (pb_rows_add_u64) give "": see pb_rows_print. */
const char *pb_rows_text(const struct pb_rows *rows, size_t row, unsigned column, size_t *length);
/* Any cell as text into `text`, cut to `size`; "" for NULL. Returns its length before the cut. */
size_t pb_rows_print(const struct pb_rows *rows, size_t row, unsigned column, char *text, size_t size);
/* Bytes that it takes. */
size_t pb_rows_bytes(const struct pb_rows *rows);

#endif
