/* Column: values out of the text of a row. */
#ifndef PB_DB_COLUMN_H
#define PB_DB_COLUMN_H

#include <stdint.h>

/* A column as a number; 0 when it is NULL or not there. Any thread. */
uint64_t pb_column_u64(unsigned count, const char *const *columns, unsigned index);
/* A column as text; "" when it is NULL or not there. Borrowed as long as the row. */
const char *pb_column_text(unsigned count, const char *const *columns, unsigned index);
/* A pb_row_fn: the first column into the `unsigned` that `user` points to. */
void pb_column_read_unsigned(void *user, unsigned count, const char *const *columns);

#endif
