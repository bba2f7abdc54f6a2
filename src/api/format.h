/* Format: rows as lines, for people or for programs. Any thread. */
#ifndef PB_API_FORMAT_H
#define PB_API_FORMAT_H

#include "db/rows.h"
#include "include/playerbot.h"

/*
 * Writes rows as lines: a table with heads and aligned columns (numbers to the right); one row alone, with
 * `is_record`, as name and value lines; or, with `is_json`, an array with an object a line.
 */
void pb_format_rows(const struct pb_rows *rows, int is_json, int is_record, pb_line_fn *line, void *user);
/* One line of printf. */
void pb_format_line(pb_line_fn *line, void *user, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
