#include "db/column.h"
#include <stdlib.h>

uint64_t pb_column_u64(unsigned count, const char *const *columns, unsigned index)
{
    return index < count && columns[index] ? strtoull(columns[index], NULL, 10) : 0;
}

const char *pb_column_text(unsigned count, const char *const *columns, unsigned index)
{
    return index < count && columns[index] ? columns[index] : "";
}

void pb_column_read_unsigned(void *user, unsigned count, const char *const *columns)
{
    *(unsigned *)user = (unsigned)pb_column_u64(count, columns, 0);
}
