/* The market of the embedded realm: auctions and letters are written with the characters who took part, in
 * one call. */
#include "base/error.h"
#include "bin/realm_keeper.h"
#include "db/call_realm.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- Rows that wait ---- */

static struct pb_market_row *find(struct pb_market_row *rows, uint64_t id)
{
    struct pb_market_row *row;

    HASH_FIND(hh, rows, &id, sizeof id, row);
    return row;
}

/* Room for a row in a table; what is there already stays. */
static struct pb_market_row *make(struct pb_market_row **rows, uint64_t id)
{
    struct pb_market_row *row = find(*rows, id);

    if (row || !(row = calloc(1, sizeof *row)))
        return row;
    row->id = id;
    HASH_ADD(hh, *rows, id, sizeof row->id, row);
    return row;
}

static void forget(struct pb_market_row **rows)
{
    struct pb_market_row *row, *next;

    HASH_ITER(hh, *rows, row, next)
    {
        HASH_DEL(*rows, row);
        free(row);
    }
}

/* Puts back what did not go out; what waits meanwhile is newer. */
static void put_back(struct pb_market_row **rows, struct pb_market_row **sent)
{
    struct pb_market_row *row, *next;

    HASH_ITER(hh, *sent, row, next)
    {
        HASH_DEL(*sent, row);
        if (find(*rows, row->id))
            free(row);
        else
            HASH_ADD(hh, *rows, id, sizeof row->id, row);
    }
}

static void write_auction(const struct pb_market_row *row, FILE *stream)
{
    const struct pb_realm_auction *a = &row->of.auction;

    fprintf(stream,
            "[%" PRIu32 ",%u,%" PRIu32 ",%u,%" PRIu64 ",%" PRIu32 ",%" PRIu64 ",%" PRIu32 ",%" PRIu32
            ",%" PRIu32 ",%" PRIu32 ",%" PRIu32 "]",
            a->auction_id, a->house, a->entry, a->count, a->seller, a->seller_account, a->bidder, a->least,
            a->bid, a->buyout, a->deposit, a->ends_s);
}

static void write_letter(const struct pb_market_row *row, FILE *stream)
{
    const struct pb_realm_letter *l = &row->of.letter;
    const struct pb_mail *mail = &l->mail;

    fprintf(stream,
            "[%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%u,%" PRIu32 ",%" PRIu32 ",%u,%" PRIu32
            ",%u,%" PRIu32 ",%u,%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",%" PRIu32 "]",
            mail->mail_id, l->to, mail->sender_guid, mail->other_guid, mail->reason, mail->money, mail->item,
            mail->item_count, mail->auction_id, mail->house, mail->auction_entry, mail->auction_count,
            mail->price, mail->deposit, mail->cut, l->arrives_s);
}

/* All places first: without memory nothing has changed. */
static int make_room(struct pb_realm_keeper *keeper, const struct pb_realm_deeds *deeds,
                     struct pb_realm_row **rows)
{
    unsigned ring = pb_realm_row_ring(&keeper->tied);
    uint32_t i;

    for (i = 0; i < deeds->auction_count; i++)
        if (!make(&keeper->market.auctions, deeds->auctions[i].auction_id))
            return PB_E_no_memory;
    for (i = 0; i < deeds->letter_count; i++)
        if (!make(&keeper->market.letters, deeds->letters[i].mail.mail_id))
            return PB_E_no_memory;
    for (i = 0; i < deeds->character_count; i++) {
        rows[i] = pb_realm_keeper_describe(keeper, &deeds->characters[i]);
        if (!rows[i])
            return PB_E_no_memory;
        ring += pb_realm_keeper_ring(keeper, rows[i]);
    }
    return ring > PB_REALM_RING_ROWS ? PB_E_busy : PB_OK;
}

/* An empty row is of somebody for whom there was no room: the realm tells it again. */
static void forget_empty(struct pb_market_row **rows)
{
    struct pb_market_row *row, *next;

    HASH_ITER(hh, *rows, row, next)
    if (!row->is_told) {
        HASH_DEL(*rows, row);
        free(row);
    }
}

static void drop(struct pb_market_row **rows, struct pb_market_row *row)
{
    HASH_DEL(*rows, row);
    free(row);
}

/* What came and went since something was sent last nobody has to know: however long the database is behind,
 * no more waits than stands in the houses and the post, and what it has of that. */
static void keep_auction(struct pb_realm_keeper *keeper, const struct pb_realm_auction *auction)
{
    struct pb_market_row *row = find(keeper->market.auctions, auction->auction_id);

    row->of.auction = *auction;
    row->is_told = 1;
    if (!auction->count && auction->auction_id > keeper->sent_auction)
        drop(&keeper->market.auctions, row);
}

static void keep_letter(struct pb_realm_keeper *keeper, const struct pb_realm_letter *letter)
{
    struct pb_market_row *row = find(keeper->market.letters, letter->mail.mail_id);

    row->of.letter = *letter;
    row->is_told = 1;
    if (!letter->to && letter->mail.mail_id > keeper->sent_letter)
        drop(&keeper->market.letters, row);
}

static int save_deeds(void *user, const struct pb_realm_deeds *deeds)
{
    struct pb_realm_keeper *keeper = user;
    struct pb_realm_row **rows;
    uint32_t i;
    int error;

    if (keeper->undoing)
        return PB_E_busy;
    rows = calloc(deeds->character_count + 1, sizeof(struct pb_realm_row *));
    error = rows ? make_room(keeper, deeds, rows) : PB_E_no_memory;

    if (error != PB_OK) {
        for (i = 0; rows && i < deeds->character_count; i++)
            pb_realm_row_free(rows[i]);
        free(rows);
        forget_empty(&keeper->market.auctions);
        forget_empty(&keeper->market.letters);
        return error;
    }
    for (i = 0; i < deeds->character_count; i++)
        pb_realm_row_join(pb_realm_keeper_keep(keeper, rows[i]), &keeper->tied);
    for (i = 0; i < deeds->auction_count; i++)
        keep_auction(keeper, &deeds->auctions[i]);
    for (i = 0; i < deeds->letter_count; i++)
        keep_letter(keeper, &deeds->letters[i]);
    free(rows);
    keeper->market.clock_s = deeds->clock_s;
    keeper->market.last_auction = deeds->last_auction;
    keeper->market.last_letter = deeds->last_letter;
    keeper->market.is_any = 1;
    return PB_OK;
}

/* ---- Writing ---- */

static void on_saved(void *user, const struct pb_answer *given)
{
    struct pb_realm_batch *batch = user;
    struct pb_realm_keeper *keeper = batch->keeper;
    struct pb_realm_row *row, *next;
    unsigned stale = 0;
    size_t i;
    int is_later = given->error && pb_realm_keeper_may_pass(given->error);

    keeper->calls--;
    keeper->saving = NULL;
    /* Its registration has ended, and comes again; or another process has its name, and the market. */
    if (given->error && (!is_later || (given->error == PB_E_agent_fenced && !keeper->is_market_lost))) {
        PB_LOG(keeper->handle->log, REALM, ERROR, 0, "auctions and letters %s: %s",
               is_later ? "wait, with those who took part" : "were not kept", given->message);
        keeper->is_market_lost = 1;
    }
    for (i = 0; !given->error && i < pb_rows_count(given->rows); i++)
        stale += strcmp(pb_rows_text(given->rows, i, 2, NULL), "applied") != 0;
    if (!given->error && !stale)
        keeper->version++;
    if (stale)
        PB_LOG(keeper->handle->log, REALM, WARN, 0,
               "what %u characters did in auction houses was not kept, since others hold the accounts of "
               "some: all begins again as it was kept last",
               stale);
    if (is_later) {
        keeper->due_ms = pb_database_now_ms(keeper->handle->database) + PB_REALM_RETRY_MS;
        put_back(&keeper->market.auctions, &batch->market.auctions);
        put_back(&keeper->market.letters, &batch->market.letters);
        keeper->market.is_any = 1;
        if (keeper->market.clock_s < batch->market.clock_s) {
            keeper->market.clock_s = batch->market.clock_s;
            keeper->market.last_auction = batch->market.last_auction;
            keeper->market.last_letter = batch->market.last_letter;
        }
    }
    HASH_ITER(hh, batch->rows, row, next)
    {
        HASH_DEL(batch->rows, row);
        if (!is_later || pb_realm_keeper_put_back(keeper, row) != PB_OK)
            pb_realm_row_free(row);
        else
            pb_realm_row_join(row, &keeper->tied);
    }
    forget(&batch->market.auctions);
    forget(&batch->market.letters);
    free(batch);
    if (stale)
        pb_realm_keeper_undo(keeper);
}

/* All who go with it, out of those that wait, into the batch. */
static void take_tied(struct pb_realm_keeper *keeper, struct pb_realm_batch *batch, FILE *stream)
{
    struct pb_realm_row *row = keeper->tied.with, *before = &keeper->tied;
    unsigned count = 0;

    putc('[', stream);
    for (; row != &keeper->tied; before = row, row = row->with) {
        if (count++)
            putc(',', stream);
        pb_realm_row_write(row, -1, stream);
        HASH_DEL(keeper->rows, row);
        HASH_ADD(hh, batch->rows, guid, sizeof row->guid, row);
    }
    /* The ring closes without the one who is nobody. */
    before->with = keeper->tied.with;
    keeper->tied.with = &keeper->tied;
    putc(']', stream);
}

/* Writes into `text`, which is the caller's. */
static int print_market(const struct pb_market_row *rows,
                        void (*write)(const struct pb_market_row *row, FILE *stream), char **text)
{
    size_t length = 0;
    FILE *stream = open_memstream(text, &length);
    const struct pb_market_row *row;

    if (!stream)
        return PB_E_no_memory;
    putc('[', stream);
    for (row = rows; row; row = row->hh.next) {
        if (row != rows)
            putc(',', stream);
        write(row, stream);
    }
    putc(']', stream);
    return fclose(stream) == 0 ? PB_OK : PB_E_no_memory;
}

static int send_all(struct pb_realm_keeper *keeper, struct pb_realm_batch *batch)
{
    char *rows = NULL, *auctions = NULL, *letters = NULL, head[128];
    size_t length = 0;
    FILE *stream = open_memstream(&rows, &length);
    int error = PB_E_no_memory;

    if (stream)
        take_tied(keeper, batch, stream);
    snprintf(head, sizeof head,
             "{\"clock_s\":%" PRIu32 ",\"last_auction\":%" PRIu32 ",\"last_letter\":%" PRIu64 "}",
             batch->market.clock_s, batch->market.last_auction, batch->market.last_letter);
    if (stream && fclose(stream) == 0 &&
        print_market(batch->market.auctions, write_auction, &auctions) == PB_OK &&
        print_market(batch->market.letters, write_letter, &letters) == PB_OK) {
        const struct pb_value values[] = {PB_VALUE_U64(pb_realm_keeper_agent(keeper)),
                                          PB_VALUE_U64(keeper->version + 1),
                                          {PB_TEXT, 0, head, strlen(head)},
                                          PB_VALUE_TEXT(rows),
                                          PB_VALUE_TEXT(auctions),
                                          PB_VALUE_TEXT(letters)};

        error = pb_database_call(keeper->handle->database, &pb_call_realm_save_market, values, 6, 0, on_saved,
                                 batch);
    }
    free(rows);
    free(auctions);
    free(letters);
    return error;
}

int pb_realm_keeper_send_market(struct pb_realm_keeper *keeper)
{
    struct pb_realm_batch *batch;

    if (!keeper->market.is_any || keeper->saving)
        return keeper->market.is_any;
    batch = calloc(1, sizeof *batch);
    if (!batch)
        return 1;
    batch->keeper = keeper;
    batch->market = keeper->market;
    keeper->sent_auction = keeper->market.last_auction;
    keeper->sent_letter = keeper->market.last_letter;
    memset(&keeper->market, 0, sizeof keeper->market);
    keeper->calls++;
    keeper->saving = batch;
    if (send_all(keeper, batch) != PB_OK)
        on_saved(batch, &(const struct pb_answer){.error = PB_E_busy, .message = ""});
    return 1;
}

/* ---- Life ---- */

static int open_market(void *user)
{
    ((struct pb_realm_keeper *)user)->is_market_asked = 1;
    return PB_OK;
}

void pb_realm_keeper_offer_market(struct pb_realm_keeper *keeper)
{
    keeper->tied.with = &keeper->tied;
    keeper->store.open_market = open_market;
    keeper->store.save_deeds = save_deeds;
}

void pb_realm_keeper_forget_market(struct pb_realm_keeper *keeper)
{
    forget(&keeper->market.auctions);
    forget(&keeper->market.letters);
    memset(&keeper->market, 0, sizeof keeper->market);
}

void pb_realm_keeper_free_market(struct pb_realm_keeper *keeper)
{
    pb_realm_keeper_forget_market(keeper);
    pb_realm_keeper_end_opening(keeper);
}
