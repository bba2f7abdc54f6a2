#include "session/write.h"
#include <jansson.h>
#include <openssl/evp.h>
#include <stdlib.h>

void pb_write_merge(struct pb_write *newer, struct pb_write *older, const struct pb_memory *memory)
{
    unsigned missing = older->fields & ~(unsigned)newer->fields;

    if (missing & PB_FIELD_STATE) {
        newer->state = older->state;
        newer->state_size = older->state_size;
        newer->version = older->version;
        older->state = NULL;
    }
    if (missing & PB_FIELD_ACTIVE_AT)
        newer->active_at_ms = older->active_at_ms;
    if (missing & PB_FIELD_IS_HIBERNATED)
        newer->is_hibernated = older->is_hibernated;
    if (missing & PB_FIELD_VALUE)
        newer->value = older->value;
    newer->fields |= (uint8_t)missing;
    pb_write_clear(older, memory);
}

void pb_write_clear(struct pb_write *write, const struct pb_memory *memory)
{
    pb_memory_free(memory, write->state);
    write->state = NULL;
    write->fields = 0;
}

static json_t *encode_base64(const uint8_t *bytes, uint32_t size)
{
    size_t length = 4 * (((size_t)size + 2) / 3);
    char *text = malloc(length + 1);
    json_t *value;

    if (!text)
        return NULL;
    EVP_EncodeBlock((unsigned char *)text, bytes, (int)size);
    value = json_stringn_nocheck(text, length);
    free(text);
    return value;
}

static json_t *encode_session(const struct pb_write *write)
{
    json_t *object = json_pack("{s:I, s:I, s:I}", "account_id", (json_int_t)write->key, "fence",
                               (json_int_t)write->fence, "sequence", (json_int_t)write->sequence);

    if (write->fields & PB_FIELD_STATE) {
        json_object_set_new(object, "version", json_integer(write->version));
        json_object_set_new(object, "state", encode_base64(write->state, write->state_size));
    }
    if (write->fields & PB_FIELD_ACTIVE_AT)
        json_object_set_new(object, "active_at_ms", json_integer(write->active_at_ms));
    if (write->fields & PB_FIELD_IS_HIBERNATED)
        json_object_set_new(object, "is_hibernated", json_integer(write->is_hibernated));
    return object;
}

static json_t *encode_metric(const struct pb_write *write)
{
    return json_pack("{s:s, s:I, s:s}", "name", write->name, "value", (json_int_t)write->value, "unit",
                     write->unit);
}

char *pb_write_encode(enum pb_write_kind kind, const struct pb_write *write)
{
    json_t *object = kind == PB_WRITE_SESSION ? encode_session(write) : encode_metric(write);
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;

    json_decref(object);
    return text;
}
