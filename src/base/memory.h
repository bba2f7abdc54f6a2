/* Memory: the allocator that the host gave, or the C library's. */
#ifndef PB_BASE_MEMORY_H
#define PB_BASE_MEMORY_H

#include <stddef.h>

/*
 * `resize` behaves like realloc, a NULL pointer included; with a size of 0 it frees and returns NULL. Called
 * from the tick thread and from the database thread, so it must be thread safe.
 */
struct pb_memory {
    void *(*resize)(void *user, void *pointer, size_t size);
    void *user;
};

/* The C library's. */
extern const struct pb_memory pb_memory_libc;

/* `count` zeroed objects of `size` bytes; NULL when there is no memory. Any thread. */
void *pb_memory_new(const struct pb_memory *memory, size_t count, size_t size);
/* Like realloc with a size above 0; the old block stays when it returns NULL. Any thread. */
void *pb_memory_resize(const struct pb_memory *memory, void *pointer, size_t size);
/* A copy of `length` bytes with a zero behind them; NULL when there is no memory. Any thread. */
char *pb_memory_copy(const struct pb_memory *memory, const void *bytes, size_t length);
/* NULL is fine. Any thread. */
void pb_memory_free(const struct pb_memory *memory, void *pointer);

#endif
