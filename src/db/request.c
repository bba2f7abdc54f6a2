#include "db/request.h"
#include "base/error.h"
#include <string.h>

void pb_request_queue_append(struct pb_request_queue *queue, struct pb_request *request)
{
    request->next = NULL;
    if (queue->last)
        queue->last->next = request;
    else
        queue->first = request;
    queue->last = request;
    queue->count++;
}

void pb_request_queue_prepend(struct pb_request_queue *queue, struct pb_request *request)
{
    request->next = queue->first;
    queue->first = request;
    if (!queue->last)
        queue->last = request;
    queue->count++;
}

struct pb_request *pb_request_queue_take(struct pb_request_queue *queue)
{
    struct pb_request *request = queue->first;

    if (request) {
        queue->first = request->next;
        if (!queue->first)
            queue->last = NULL;
        request->next = NULL;
        queue->count--;
    }
    return request;
}

int pb_request_set_values(struct pb_request *request, const struct pb_value *values, unsigned count,
                          const struct pb_memory *memory)
{
    size_t size = 0, used = 0;

    if (count > PB_MAX_VALUES)
        return PB_E_bad_value;
    for (unsigned i = 0; i < count; i++)
        size += values[i].length;
    if (size > 0 && !(request->text = pb_memory_resize(memory, NULL, size)))
        return PB_E_no_memory;
    for (unsigned i = 0; i < count; i++) {
        request->values[i] = values[i];
        if (values[i].length == 0)
            continue;
        memcpy(request->text + used, values[i].text, values[i].length);
        request->values[i].text = request->text + used;
        used += values[i].length;
    }
    request->value_count = count;
    return PB_OK;
}

enum { LARGE_ROWS = 4096 };

void pb_request_clear_soon(struct pb_request *request, const struct pb_memory *memory)
{
    pb_memory_free(memory, request->text);
    request->text = NULL;
    if (request->rows && pb_rows_bytes(request->rows) > LARGE_ROWS) {
        pb_rows_free(request->rows);
        request->rows = NULL;
    }
}

void pb_request_clear(struct pb_request *request, const struct pb_memory *memory)
{
    pb_memory_free(memory, request->text);
    pb_rows_free(request->rows);
    request->text = NULL;
    request->rows = NULL;
}

struct pb_rows *pb_answer_take_rows(const struct pb_answer *answer)
{
    struct pb_rows *rows = answer->request->rows;

    answer->request->rows = NULL;
    return rows;
}
