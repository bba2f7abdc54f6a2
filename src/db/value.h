/* Value: one argument of a statement. */
#ifndef PB_DB_VALUE_H
#define PB_DB_VALUE_H

#include <stddef.h>
#include <stdint.h>

struct pb_value {
    enum { PB_NULL, PB_U64, PB_TEXT } type;
    uint64_t number;
    const char *text;
    size_t length; /* bytes of text */
};

#define PB_VALUE_NULL ((struct pb_value){PB_NULL, 0, NULL, 0})
#define PB_VALUE_U64(n) ((struct pb_value){PB_U64, (n), NULL, 0})
/* `t` is a zero-terminated text, or NULL for NULL. */
#define PB_VALUE_TEXT(t) ((struct pb_value){(t) ? PB_TEXT : PB_NULL, 0, (t), (t) ? strlen(t) : 0})

#endif
