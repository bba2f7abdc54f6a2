#include "market/records.h"
#include "base/error.h"
#include <string.h>

int pb_records_init(struct pb_records *records, uint32_t room, size_t row_size,
                    const struct pb_memory *memory)
{
    *records = (struct pb_records){.row_size = row_size, .room = room};
    records->rows = pb_memory_new(memory, room, row_size);
    return records->rows ? PB_OK : PB_E_no_memory;
}

void pb_records_release(struct pb_records *records, const struct pb_memory *memory)
{
    pb_memory_free(memory, records->rows);
    *records = (struct pb_records){0};
}

int pb_records_put(struct pb_records *records, const void *row)
{
    uint32_t at;

    if (records->count == records->room)
        return 0;
    at = (records->first + records->count++) % records->room;
    memcpy(records->rows + at * records->row_size, row, records->row_size);
    return 1;
}

unsigned pb_records_take(struct pb_records *records, void *rows, unsigned max)
{
    unsigned char *to = rows;
    unsigned count = 0;

    for (; count < max && records->count > 0; count++, records->count--) {
        memcpy(to + count * records->row_size, records->rows + records->first * records->row_size,
               records->row_size);
        records->first = (records->first + 1) % records->room;
    }
    return count;
}

const void *pb_records_first(const struct pb_records *records)
{
    return records->count ? records->rows + records->first * records->row_size : NULL;
}
