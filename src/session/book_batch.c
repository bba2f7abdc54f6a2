#include "session/book_batch.h"
#include "base/error.h"
#include "base/rng.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* The longest that a row can be as JSON. */
    PRICE_LENGTH = 64,
    SALE_LENGTH = 128,
    GOLD_LENGTH = 128,
    TRADE_LENGTH = 768,
    HEAD_LENGTH = 64,
    /* More of a stack, or more copper for a piece, makes no sense anywhere. */
    MOST_PIECES = 1000000,
    MOST_CAUSE = 32
};

static const double least_price = 0.0001, most_price = 1e11;

static const struct {
    size_t bytes, length;
} kinds[PB_BOOK_KINDS] = {
    [PB_BOOK_PRICES] = {sizeof(struct pb_book_price), PRICE_LENGTH},
    [PB_BOOK_SALES] = {sizeof(struct pb_book_sale), SALE_LENGTH},
    [PB_BOOK_GOLD] = {sizeof(struct pb_book_gold), GOLD_LENGTH},
    [PB_BOOK_TRADES] = {sizeof(struct pb_book_trade), TRADE_LENGTH},
};

struct pb_book_batch *pb_book_batch_new(enum pb_book_kind kind, struct pb_journal *journal,
                                        const struct pb_memory *memory)
{
    struct pb_book_batch *batch = pb_memory_new(memory, 1, sizeof *batch);

    if (!batch)
        return NULL;
    batch->memory = memory;
    batch->journal = journal;
    batch->kind = kind;
    return batch;
}

void pb_book_batch_free(struct pb_book_batch *batch)
{
    if (!batch)
        return;
    pb_memory_free(batch->memory, batch->rows);
    pb_memory_free(batch->memory, batch->text);
    pb_memory_free(batch->memory, batch);
}

size_t pb_book_row_bytes(enum pb_book_kind kind)
{
    return kinds[kind].bytes;
}

size_t pb_book_batch_bytes(const struct pb_book_batch *batch)
{
    return sizeof *batch + batch->room * kinds[batch->kind].bytes;
}

static int is_good_price(double price, uint32_t item, uint32_t pieces, uint16_t house)
{
    return price >= least_price && price <= most_price && item && pieces && pieces <= MOST_PIECES && house;
}

int pb_book_row_is_good(enum pb_book_kind kind, const void *row)
{
    const struct pb_book_price *price = row;
    const struct pb_book_sale *sale = row;
    const struct pb_book_gold *gold = row;
    const struct pb_book_trade *trade = row;

    switch (kind) {
    case PB_BOOK_PRICES:
        return is_good_price(price->price, price->item, price->pieces, price->house);
    case PB_BOOK_SALES:
        return is_good_price(sale->price, sale->item, sale->pieces, sale->house) && sale->who_is_bot < 4;
    case PB_BOOK_GOLD:
        return strlen(gold->cause) <= MOST_CAUSE &&
               (gold->created | gold->destroyed | gold->moved) <= INT64_MAX;
    case PB_BOOK_TRADES:
        return trade->trade_id && trade->sides[0].guid && trade->sides[1].guid &&
               trade->sides[0].guid != trade->sides[1].guid && trade->at_ms >= 0;
    default:
        return 0;
    }
}

/* ---- Rows ---- */

static int make_room(struct pb_book_batch *batch, size_t count)
{
    size_t room = batch->room ? batch->room : 16;
    unsigned char *rows;

    if (batch->count + count <= batch->room)
        return PB_OK;
    while (room < batch->count + count)
        room *= 2;
    rows = pb_memory_resize(batch->memory, batch->rows, room * kinds[batch->kind].bytes);
    if (!rows)
        return PB_E_no_memory;
    batch->rows = rows;
    batch->room = room;
    return PB_OK;
}

static struct pb_book_gold *find_cause(struct pb_book_batch *batch, const char *cause)
{
    struct pb_book_gold *rows = (struct pb_book_gold *)(void *)batch->rows;
    size_t i;

    for (i = 0; i < batch->count; i++)
        if (strcmp(rows[i].cause, cause) == 0)
            return &rows[i];
    return NULL;
}

static void add_gold(struct pb_book_batch *batch, const struct pb_book_gold *gold)
{
    struct pb_book_gold *row = find_cause(batch, gold->cause);

    if (!row) {
        memcpy(batch->rows + batch->count++ * sizeof *gold, gold, sizeof *gold);
        return;
    }
    row->created += gold->created;
    row->destroyed += gold->destroyed;
    row->moved += gold->moved;
}

int pb_book_batch_add(struct pb_book_batch *batch, const void *rows, size_t count)
{
    size_t bytes = kinds[batch->kind].bytes, i;

    if (make_room(batch, count) != PB_OK)
        return PB_E_no_memory;
    if (batch->kind == PB_BOOK_GOLD) {
        for (i = 0; i < count; i++)
            add_gold(batch, (const struct pb_book_gold *)rows + i);
        return PB_OK;
    }
    memcpy(batch->rows + batch->count * bytes, rows, count * bytes);
    batch->count += count;
    return PB_OK;
}

/* ---- As JSON ---- */

/* Where text is written; there is always room: the lengths above say how much a row may take. */
struct writer {
    char *at, *end;
};

static void __attribute__((format(printf, 2, 3))) write_text(struct writer *writer, const char *format, ...)
{
    size_t room = (size_t)(writer->end - writer->at);
    va_list values;
    int length;

    va_start(values, format);
    length = vsnprintf(writer->at, room, format, values);
    va_end(values);
    writer->at += length < 0 || (size_t)length >= room ? room - 1 : (size_t)length;
}

/* Four digits behind the point, which is a point in every locale. */
static void write_price(struct writer *writer, double price)
{
    uint64_t parts = (uint64_t)(price * 10000 + 0.5);

    write_text(writer, "%" PRIu64 ".%04u", parts / 10000, (unsigned)(parts % 10000));
}

static void write_side(struct writer *writer, const struct pb_book_side *side)
{
    const char *comma = "";
    unsigned i;

    write_text(writer, "{\"guid\":%" PRIu64 ",\"is_bot\":%d,\"copper\":%" PRIu32 ",\"items\":[", side->guid,
               side->is_bot != 0, side->copper);
    for (i = 0; i < PB_BOOK_TRADE_ITEMS; i++)
        if (side->items[i].item && side->items[i].pieces) {
            write_text(writer, "%s[%" PRIu32 ",%" PRIu32 "]", comma, side->items[i].item,
                       side->items[i].pieces);
            comma = ",";
        }
    write_text(writer, "]}");
}

static void write_trade(struct writer *writer, const struct pb_book_trade *trade)
{
    write_text(writer, "{\"trade_id\":%" PRIu64 ",\"kind\":\"trade\",\"at_ms\":%" PRId64 ",\"sides\":[",
               trade->trade_id, trade->at_ms);
    write_side(writer, &trade->sides[0]);
    write_text(writer, ",");
    write_side(writer, &trade->sides[1]);
    write_text(writer, "]}");
}

static void write_row(struct writer *writer, enum pb_book_kind kind, const void *row)
{
    const struct pb_book_price *price = row;
    const struct pb_book_sale *sale = row;
    const struct pb_book_gold *gold = row;

    switch (kind) {
    case PB_BOOK_PRICES:
        write_text(writer, "[%u,%" PRIu32 ",", price->house, price->item);
        write_price(writer, price->price);
        write_text(writer, ",%" PRIu32 "]", price->pieces);
        break;
    case PB_BOOK_SALES:
        write_text(writer, "[%u,%" PRIu32 ",", sale->house, sale->item);
        write_price(writer, sale->price);
        write_text(writer, ",%" PRIu32 ",%" PRIu64 ",%" PRIu64 ",%u]", sale->pieces, sale->seller,
                   sale->buyer, sale->who_is_bot);
        break;
    case PB_BOOK_GOLD:
        write_text(writer, "[\"%s\",%" PRIu64 ",%" PRIu64 ",%" PRIu64 "]", gold->cause, gold->created,
                   gold->destroyed, gold->moved);
        break;
    default:
        write_trade(writer, row);
    }
}

int pb_book_batch_encode(void *user)
{
    struct pb_book_batch *batch = user;
    size_t room = 3 + batch->count * (kinds[batch->kind].length + 1), i;
    struct writer writer;

    if (batch->text)
        return PB_OK;
    if (!(batch->text = pb_memory_resize(batch->memory, NULL, room)))
        return PB_E_no_memory;
    writer = (struct writer){batch->text, batch->text + room};
    write_text(&writer, "[");
    for (i = 0; i < batch->count; i++) {
        if (i)
            write_text(&writer, ",");
        write_row(&writer, batch->kind, batch->rows + i * kinds[batch->kind].bytes);
    }
    write_text(&writer, "]");
    batch->length = (size_t)(writer.at - batch->text);
    return PB_OK;
}

/* ---- Journal ---- */

/* Number and time before the rows; the caller frees it. */
static char *make_record(const struct pb_book_batch *batch, size_t *length)
{
    char head[HEAD_LENGTH], *record;
    int head_length = snprintf(head, sizeof head, "%" PRIu64 " %" PRId64 "\n", batch->number, batch->at_ms);

    record = pb_memory_resize(batch->memory, NULL, (size_t)head_length + batch->length);
    if (!record)
        return NULL;
    memcpy(record, head, (size_t)head_length);
    memcpy(record + head_length, batch->text, batch->length);
    *length = (size_t)head_length + batch->length;
    return record;
}

int pb_book_batch_keep(void *user)
{
    struct pb_book_batch *batch = user;
    int error = pb_book_batch_encode(batch);
    size_t length = 0;
    char *record = error ? NULL : make_record(batch, &length);

    if (!record)
        return PB_E_no_memory;
    error = pb_journal_append(batch->journal, batch->kind, record, length);
    pb_memory_free(batch->memory, record);
    if (error) {
        pb_journal_rollback(batch->journal);
        return error;
    }
    return pb_journal_sync(batch->journal);
}

/* Reads the numbers before the rows. Returns where the rows begin; 0: this is none of our records. */
static size_t read_head(const char *text, uint32_t length, uint64_t *number, int64_t *at_ms)
{
    const char *line_end = memchr(text, '\n', length < HEAD_LENGTH ? length : HEAD_LENGTH);
    char head[HEAD_LENGTH], *end;

    if (!line_end)
        return 0;
    memcpy(head, text, (size_t)(line_end - text));
    head[line_end - text] = '\0';
    *number = strtoull(head, &end, 10);
    if (end == head || *end != ' ' || !*number)
        return 0;
    *at_ms = strtoll(end + 1, &end, 10);
    return *end ? 0 : (size_t)(line_end - text) + 1;
}

/* Takes one record; 1 ends the reading before the next. */
static int take_record(void *user, unsigned kind, const char *text, uint32_t length)
{
    struct pb_book_batch *batch = user;
    size_t rows;

    if (batch->number)
        return 1;
    rows = kind < PB_BOOK_KINDS ? read_head(text, length, &batch->number, &batch->at_ms) : 0;
    if (!rows) {
        batch->number = 0;
        return pb_journal_reject(batch->journal, text, length);
    }
    batch->kind = (enum pb_book_kind)kind;
    batch->length = length - rows;
    batch->text = pb_memory_copy(batch->memory, text + rows, batch->length);
    return batch->text ? PB_OK : PB_E_no_memory;
}

int pb_book_batch_read(void *user)
{
    struct pb_book_batch *batch = user;
    int error;

    batch->is_from_journal = 1;
    error = pb_journal_read(batch->journal, PB_MAX_RECORD, take_record, batch);
    return error || batch->number ? error : pb_book_batch_advance(batch);
}

int pb_book_batch_advance(void *user)
{
    struct pb_book_batch *batch = user;

    return pb_journal_advance(batch->journal);
}

int pb_book_batch_reject(void *user)
{
    struct pb_book_batch *batch = user;
    int error = pb_book_batch_encode(batch);
    size_t length = 0;
    char *record = error ? NULL : make_record(batch, &length);

    error = record ? pb_journal_reject(batch->journal, record, length) : PB_E_no_memory;
    pb_memory_free(batch->memory, record);
    return error || !batch->is_from_journal ? error : pb_book_batch_advance(batch);
}
