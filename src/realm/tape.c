#include "realm/tape.h"
#include <string.h>

struct pb_realm_tape {
    struct pb_memory memory;
    struct pb_recording *recording;
    struct pb_realm_store real, store;
    uint64_t calls, polls;
    uint8_t *bytes; /* an answer, as it stands in the recording */
    struct pb_realm_character *characters;
    uint32_t character_room;
    struct pb_realm_deeds deeds;
};

/* ---- Records ---- */

struct beginning {
    uint64_t seed, first_trade;
    uint32_t save_interval_ms;
    float speed;
    uint32_t people, auctions;
    uint32_t is_kept /* auctions and letters are */, day_ms;
};
struct refusal {
    uint64_t call; /* number of the call */
    int32_t error;
    uint32_t zero;
};
/* Behind it: each character, with its arrays. */
struct answer {
    uint64_t poll; /* number of the poll */
    uint64_t guid;
    uint32_t type, request, account_id, count;
    int32_t error;
    uint32_t auctions, letters, clock_s, last_auction, is_last;
    uint64_t last_letter;
};

/* ---- What a store is asked for ---- */

/* What came of a call: noted if it was refused; in a replay as it was. */
static int settle(struct pb_realm_tape *tape, int error)
{
    struct refusal refusal = {.call = ++tape->calls, .error = error};
    const void *found;

    if (!pb_recording_is_replay(tape->recording)) {
        if (error != PB_OK)
            pb_recording_put(tape->recording, PB_RECORD_REFUSED, &refusal, sizeof refusal);
        return error;
    }
    found = pb_recording_look(tape->recording, PB_RECORD_REFUSED, sizeof refusal);
    if (!found)
        return PB_OK;
    memcpy(&refusal, found, sizeof refusal);
    if (refusal.call != tape->calls ||
        !pb_recording_take(tape->recording, PB_RECORD_REFUSED, &refusal, sizeof refusal))
        return PB_OK;
    return refusal.error;
}

static int is_replay(const struct pb_realm_tape *tape)
{
    return pb_recording_is_replay(tape->recording);
}

static int create(void *user, uint32_t request, const struct pb_realm_character *character)
{
    struct pb_realm_tape *tape = user;

    return settle(tape, is_replay(tape) ? PB_OK : tape->real.create(tape->real.user, request, character));
}

static int take_away(void *user, uint32_t request, uint64_t guid)
{
    struct pb_realm_tape *tape = user;

    return settle(tape, is_replay(tape) ? PB_OK : tape->real.remove(tape->real.user, request, guid));
}

static int list(void *user, uint32_t request, uint32_t account_id)
{
    struct pb_realm_tape *tape = user;

    return settle(tape, is_replay(tape) ? PB_OK : tape->real.list(tape->real.user, request, account_id));
}

static int load(void *user, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid)
{
    struct pb_realm_tape *tape = user;

    return settle(tape, is_replay(tape) ? PB_OK
                                        : tape->real.load(tape->real.user, request, account_id, fence, guid));
}

static int save(void *user, const struct pb_realm_character *character)
{
    struct pb_realm_tape *tape = user;

    return settle(tape, is_replay(tape) ? PB_OK : tape->real.save(tape->real.user, character));
}

static int save_together(void *user, const struct pb_realm_character both[2])
{
    struct pb_realm_tape *tape = user;
    const struct pb_realm_store *real = &tape->real;
    int error;

    if (is_replay(tape))
        return settle(tape, PB_OK);
    if (real->save_together)
        return settle(tape, real->save_together(real->user, both));
    error = real->save(real->user, &both[0]);
    return settle(tape, error == PB_OK ? real->save(real->user, &both[1]) : error);
}

static int open_market(void *user)
{
    struct pb_realm_tape *tape = user;

    return settle(tape, is_replay(tape) ? PB_OK : tape->real.open_market(tape->real.user));
}

static int save_deeds(void *user, const struct pb_realm_deeds *deeds)
{
    struct pb_realm_tape *tape = user;

    return settle(tape, is_replay(tape) ? PB_OK : tape->real.save_deeds(tape->real.user, deeds));
}

/* No decision hangs on it: it is asked when the run is over. */
static int is_saved(void *user)
{
    const struct pb_realm_tape *tape = user;

    return is_replay(tape) || !tape->real.is_saved || tape->real.is_saved(tape->real.user);
}

/* ---- What a store answers ---- */

/* Appends; 0 when there is no room. */
static int append(uint8_t *bytes, size_t *at, const void *data, size_t size)
{
    if (size > PB_RECORD_MAX - *at)
        return 0;
    if (size)
        memcpy(bytes + *at, data, size);
    /* What follows is aligned for every struct; PB_RECORD_MAX is a multiple of 8. */
    memset(bytes + *at + size, 0, (8 - size % 8) % 8);
    *at += (size + 7) / 8 * 8;
    return 1;
}

static void note_answer(struct pb_realm_tape *tape, const struct pb_realm_answer *given)
{
    struct answer answer = {.poll = tape->polls,
                            .guid = given->guid,
                            .type = (uint32_t)given->type,
                            .request = given->request,
                            .account_id = given->account_id,
                            .count = given->count,
                            .error = given->error};
    const struct pb_realm_deeds none = {0}, *deeds = given->deeds ? given->deeds : &none;
    size_t at = 0;
    uint32_t i;
    int fits;

    answer.auctions = deeds->auction_count;
    answer.letters = deeds->letter_count;
    answer.clock_s = deeds->clock_s;
    answer.last_auction = deeds->last_auction;
    answer.last_letter = deeds->last_letter;
    answer.is_last = deeds->is_last != 0;
    fits = append(tape->bytes, &at, &answer, sizeof answer);
    for (i = 0; i < given->count && fits; i++) {
        struct pb_realm_character one = given->characters[i];
        const void *items = one.items, *quests = one.quests, *rewarded = one.rewarded, *notes = one.notes;

        /* A list has characters without their arrays. */
        if (given->type != PB_REALM_LOADED)
            one.item_count = one.quest_count = one.rewarded_count = one.note_count = 0;
        one.items = NULL;
        one.quests = NULL;
        one.rewarded = NULL;
        one.notes = NULL;
        fits = append(tape->bytes, &at, &one, sizeof one) &&
               append(tape->bytes, &at, items, one.item_count * sizeof *one.items) &&
               append(tape->bytes, &at, quests, one.quest_count * sizeof *one.quests) &&
               append(tape->bytes, &at, rewarded, one.rewarded_count * sizeof *one.rewarded) &&
               append(tape->bytes, &at, notes, one.note_count * sizeof *one.notes);
    }
    fits = fits &&
           append(tape->bytes, &at, deeds->auctions, deeds->auction_count * sizeof *deeds->auctions) &&
           append(tape->bytes, &at, deeds->letters, deeds->letter_count * sizeof *deeds->letters);
    /* What does not fit is missing in the replay, which says so. */
    if (fits)
        pb_recording_put(tape->recording, PB_RECORD_ANSWER, tape->bytes, at);
}

/* The next `size` bytes; NULL when they are not there. */
static const void *cut(const uint8_t *bytes, size_t size, size_t *at, uint64_t wanted)
{
    const uint8_t *found = bytes + *at;

    if (*at > size || wanted > size - *at)
        return NULL;
    *at += (size_t)(wanted + 7) / 8 * 8;
    return found;
}

static int read_characters(struct pb_realm_tape *tape, size_t size, const struct answer *answer)
{
    uint32_t count = answer->count, i;
    size_t at = sizeof *answer;

    if (count > tape->character_room) {
        struct pb_realm_character *bigger =
            pb_memory_resize(&tape->memory, tape->characters, count * sizeof *bigger);

        if (!bigger)
            return 0;
        tape->characters = bigger;
        tape->character_room = count;
    }
    for (i = 0; i < count; i++) {
        struct pb_realm_character *one = &tape->characters[i];
        const void *flat = cut(tape->bytes, size, &at, sizeof *one);

        if (!flat)
            return 0;
        memcpy(one, flat, sizeof *one);
        one->items = cut(tape->bytes, size, &at, (uint64_t)one->item_count * sizeof *one->items);
        one->quests = cut(tape->bytes, size, &at, (uint64_t)one->quest_count * sizeof *one->quests);
        one->rewarded = cut(tape->bytes, size, &at, (uint64_t)one->rewarded_count * sizeof *one->rewarded);
        one->notes = cut(tape->bytes, size, &at, (uint64_t)one->note_count * sizeof *one->notes);
        if (!one->items || !one->quests || !one->rewarded || !one->notes)
            return 0;
    }
    tape->deeds.auctions =
        cut(tape->bytes, size, &at, (uint64_t)answer->auctions * sizeof *tape->deeds.auctions);
    tape->deeds.letters =
        cut(tape->bytes, size, &at, (uint64_t)answer->letters * sizeof *tape->deeds.letters);
    return tape->deeds.auctions && tape->deeds.letters;
}

static int replay_answer(struct pb_realm_tape *tape, struct pb_realm_answer *out)
{
    struct answer answer;
    size_t size;

    if (pb_recording_peek(tape->recording) != PB_RECORD_ANSWER ||
        pb_recording_size(tape->recording) < sizeof answer)
        return 0;
    memcpy(&answer, pb_recording_look(tape->recording, PB_RECORD_ANSWER, pb_recording_size(tape->recording)),
           sizeof answer);
    if (answer.poll != tape->polls)
        return 0;
    size = pb_recording_take_some(tape->recording, PB_RECORD_ANSWER, tape->bytes, PB_RECORD_MAX);
    if (!read_characters(tape, size, &answer)) {
        pb_recording_differ(tape->recording, "an answer of the store has not the length that it says");
        return 0;
    }
    tape->deeds.auction_count = answer.auctions;
    tape->deeds.letter_count = answer.letters;
    tape->deeds.clock_s = answer.clock_s;
    tape->deeds.last_auction = answer.last_auction;
    tape->deeds.last_letter = answer.last_letter;
    tape->deeds.is_last = (int)answer.is_last;
    *out = (struct pb_realm_answer){.type = (enum pb_realm_answer_type)answer.type,
                                    .request = answer.request,
                                    .error = answer.error,
                                    .account_id = answer.account_id,
                                    .guid = answer.guid,
                                    .characters = tape->characters,
                                    .deeds = &tape->deeds,
                                    .count = answer.count};
    return 1;
}

static int poll(void *user, struct pb_realm_answer *answer)
{
    struct pb_realm_tape *tape = user;

    tape->polls++;
    if (is_replay(tape))
        return replay_answer(tape, answer);
    if (!tape->real.poll(tape->real.user, answer))
        return 0;
    note_answer(tape, answer);
    return 1;
}

/* ---- The whole ---- */

int pb_realm_tape_new(struct pb_realm_tape **out, struct pb_recording *recording,
                      const struct pb_realm_store *store, const struct pb_memory *memory)
{
    struct pb_realm_tape *tape = pb_memory_new(memory, 1, sizeof *tape);

    if (!tape)
        return PB_E_no_memory;
    tape->memory = *memory;
    tape->recording = recording;
    if (store)
        tape->real = *store;
    tape->store = (struct pb_realm_store){.user = tape,
                                          .create = create,
                                          .remove = take_away,
                                          .list = list,
                                          .load = load,
                                          .save = save,
                                          .save_together = save_together,
                                          .open_market = open_market,
                                          .save_deeds = save_deeds,
                                          .is_saved = is_saved,
                                          .poll = poll};
    tape->bytes = pb_memory_new(memory, 1, PB_RECORD_MAX);
    if (!tape->bytes) {
        pb_realm_tape_free(tape);
        return PB_E_no_memory;
    }
    *out = tape;
    return PB_OK;
}

void pb_realm_tape_free(struct pb_realm_tape *tape)
{
    struct pb_memory memory;

    if (!tape)
        return;
    memory = tape->memory;
    pb_memory_free(&memory, tape->bytes);
    pb_memory_free(&memory, tape->characters);
    pb_memory_free(&memory, tape);
}

const struct pb_realm_store *pb_realm_tape_store(struct pb_realm_tape *tape)
{
    return &tape->store;
}

int pb_realm_tape_begin(struct pb_realm_tape *tape, struct pb_realm_options *options)
{
    struct beginning beginning = {
        options->seed,   options->first_trade, options->save_interval_ms,     options->speed,
        options->people, options->auctions,    tape->real.save_deeds != NULL, options->day_ms};

    pb_recording_put(tape->recording, PB_RECORD_REALM, &beginning, sizeof beginning);
    if (is_replay(tape) && !pb_recording_take(tape->recording, PB_RECORD_REALM, &beginning, sizeof beginning))
        return PB_E_bad_recording;
    options->seed = beginning.seed;
    options->first_trade = beginning.first_trade;
    options->save_interval_ms = beginning.save_interval_ms;
    options->speed = beginning.speed;
    options->people = beginning.people;
    options->auctions = beginning.auctions;
    options->day_ms = beginning.day_ms;
    if (!beginning.is_kept) {
        tape->store.open_market = NULL;
        tape->store.save_deeds = NULL;
    }
    options->store = &tape->store;
    return PB_OK;
}

void pb_realm_tape_update(struct pb_realm_tape *tape, struct pb_realm *realm, uint32_t diff_ms)
{
    pb_recording_put(tape->recording, PB_RECORD_REALM_TICK, &diff_ms, sizeof diff_ms);
    pb_realm_update(realm, diff_ms);
}

int pb_realm_tape_replay(struct pb_realm_tape *tape, struct pb_realm *realm)
{
    uint32_t diff_ms;

    if (!pb_recording_take(tape->recording, PB_RECORD_REALM_TICK, &diff_ms, sizeof diff_ms))
        return 0;
    pb_realm_tape_update(tape, realm, diff_ms);
    return 1;
}
