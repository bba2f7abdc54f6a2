/*
 * The keeper of the embedded realm, before a database that is played here: it answers late, refuses, or does
 * what it was told and loses the answer. Whoever kills the process at any moment finds in it as much as there
 * was: two who traded are written together, with those with whom they wait already.
 */
#include "../seed.h"
#include "bin/realm_keeper.h"
#include "db/call_realm.h"
#include "db/database.h"
#include "session/agent.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { PEOPLE = 400, STEPS = 3000, SEEDS = 60, THING = 7, PURSE = 1000, STACK = 100, CALL_MOST = 2000 };

/* What one has; `is_away`: changed, and not handed over yet. */
struct one {
    uint32_t money;
    uint16_t things;
};

static struct {
    struct one kept[PEOPLE]; /* in the database */
    char *rows;              /* of the call under way; NULL: none */
    char *auctions, *letters;
    pb_answer_fn *done;
    void *user;
    int64_t now_ms;
    unsigned calls, most_rows, refusals, undone, reads;
    enum pb_agent_phase phase;
} fake;

int64_t __wrap_pb_database_now_ms(const struct pb_database *database);
int __wrap_pb_database_call(struct pb_database *database, const struct pb_statement *statement,
                            const struct pb_value *values, unsigned value_count, int64_t timeout_ms,
                            pb_answer_fn *done, void *user);
const struct pb_agent_state *__wrap_pb_agent_state(const struct pb_agent *agent);

int64_t __wrap_pb_database_now_ms(const struct pb_database *database)
{
    (void)database;
    return fake.now_ms;
}

const struct pb_agent_state *__wrap_pb_agent_state(const struct pb_agent *agent)
{
    static struct pb_agent_state state = {.agent_id = 1};

    (void)agent;
    state.phase = fake.phase;
    return &state;
}

int __wrap_pb_database_call(struct pb_database *database, const struct pb_statement *statement,
                            const struct pb_value *values, unsigned value_count, int64_t timeout_ms,
                            pb_answer_fn *done, void *user)
{
    (void)database;
    (void)timeout_ms;
    /* Reading is not played here. */
    if (statement != &pb_call_realm_save_characters && statement != &pb_call_realm_save_market) {
        fake.reads++;
        return PB_E_busy;
    }
    assert_null(fake.rows);
    if (value_count == 6) {
        fake.rows = strndup(values[3].text, values[3].length);
        fake.auctions = strndup(values[4].text, values[4].length);
        fake.letters = strndup(values[5].text, values[5].length);
    } else {
        assert_int_equal(value_count, 2);
        fake.rows = strndup(values[1].text, values[1].length);
    }
    fake.done = done;
    fake.user = user;
    fake.calls++;
    return PB_OK;
}

/* One transaction; rows of `but_part` are not in it. */
static void write_rows(json_int_t but_part)
{
    json_t *rows = json_loads(fake.rows, 0, NULL), *row, *stack;
    size_t at, k;

    assert_non_null(rows);
    assert_true(json_array_size(rows) > 0 && json_array_size(rows) <= CALL_MOST);
    if (json_array_size(rows) > fake.most_rows)
        fake.most_rows = (unsigned)json_array_size(rows);
    json_array_foreach(rows, at, row)
    {
        struct one *kept = &fake.kept[json_integer_value(json_object_get(row, "guid")) - 1];
        const json_t *part = json_object_get(row, "part");

        if (part && json_integer_value(part) == but_part)
            continue;
        kept->money = (uint32_t)json_integer_value(json_object_get(row, "money"));
        if (!json_object_get(row, "items"))
            continue;
        kept->things = 0;
        json_array_foreach(json_object_get(row, "items"), k, stack) kept->things =
            (uint16_t)(kept->things + json_integer_value(json_array_get(stack, 2)));
    }
    json_decref(rows);
}

/* One of the first that hang together has another holder: what the database answers. NULL: nobody does. */
static struct pb_rows *refuse_part(json_int_t *part)
{
    json_t *rows = json_loads(fake.rows, 0, NULL), *row;
    struct pb_rows *answers = NULL;
    unsigned refused = 0;
    size_t at;

    *part = -1;
    json_array_foreach(rows, at, row) if (*part < 0 && json_object_get(row, "part")) *part =
        json_integer_value(json_object_get(row, "part"));
    if (*part >= 0)
        answers = pb_rows_new(3, &pb_memory_libc);
    for (at = 0; answers && at < json_array_size(rows); at++) {
        const json_t *of = json_object_get(json_array_get(rows, at), "part");
        const char *outcome = !of || json_integer_value(of) != *part ? "applied"
                              : refused++                            ? "undone"
                                                                     : "stale";

        assert_int_equal(pb_rows_add_u64(answers, at), PB_OK);
        assert_int_equal(pb_rows_add_u64(answers, 0), PB_OK);
        assert_int_equal(pb_rows_add_text(answers, outcome, strlen(outcome)), PB_OK);
    }
    json_decref(rows);
    fake.undone += answers != NULL;
    return answers;
}

/* The call under way ends: with its effect or not, and whether or not anybody hears of it. */
static void answer(uint64_t *seed)
{
    struct pb_answer given = {.message = ""};
    pb_answer_fn *done = fake.done;
    unsigned what = pb_seed_below(seed, 5);
    struct pb_rows *rows = NULL;
    json_int_t part = -1;

    if (!fake.rows)
        return;
    if (what == 4 && pb_seed_below(seed, 20) == 0)
        rows = refuse_part(&part);
    if (what > 1)
        write_rows(part);
    given.error = what == 0   ? PB_E_no_database
                  : what == 1 ? PB_E_agent_fenced
                  : what == 2 ? PB_E_outcome_unknown
                              : PB_OK;
    given.rows = rows;
    fake.refusals += given.error != PB_OK;
    free(fake.rows);
    fake.rows = NULL;
    done(fake.user, &given);
    pb_rows_free(rows);
}

/* All begins again as it is kept, if somebody had to be undone: nothing is taken before that is known. */
static void begin_again(struct pb_realm_keeper *keeper, struct one people[PEOPLE])
{
    const struct pb_realm_store *store = pb_realm_keeper_store(keeper);
    const struct pb_realm_character both[2] = {{.guid = 1}, {.guid = 2}};
    struct pb_realm_answer answer;

    if (!keeper->undoing)
        return;
    assert_int_equal(store->save(store->user, &both[0]), PB_E_busy);
    assert_int_equal(store->save_together(store->user, both), PB_E_busy);
    assert_int_equal(store->load(store->user, 1, 1, 1, 1), PB_E_busy);
    pb_realm_keeper_update(keeper);
    assert_int_equal(store->poll(store->user, &answer), 1);
    assert_int_equal(answer.type, PB_REALM_UNDONE);
    assert_int_equal(store->poll(store->user, &answer), 0);
    assert_int_equal(keeper->undoing, PB_REALM_GOES_ON);
    assert_true(store->is_saved(store->user));
    memcpy(people, fake.kept, sizeof fake.kept);
}

static void assert_whole(void)
{
    uint64_t money = 0, things = 0;
    unsigned i;

    for (i = 0; i < PEOPLE; i++) {
        money += fake.kept[i].money;
        things += fake.kept[i].things;
    }
    assert_int_equal(money, (uint64_t)PEOPLE * PURSE);
    assert_int_equal(things, (uint64_t)PEOPLE * STACK);
}

static struct pb_realm_character character_of(const struct one *people, unsigned i,
                                              struct pb_item_stack *stack)
{
    *stack = (struct pb_item_stack){.entry = THING, .count = people[i].things, .slot = 23};
    return (struct pb_realm_character){.guid = i + 1,
                                       .money = people[i].money,
                                       .has_items = 1,
                                       .items = stack,
                                       .item_count = people[i].things > 0};
}

/* Two exchange something; as it was when the keeper does not take it. */
static int trade(const struct pb_realm_store *store, struct one *people, uint64_t *seed, unsigned reach)
{
    unsigned a = pb_seed_below(seed, PEOPLE), b = (a + 1 + pb_seed_below(seed, reach)) % PEOPLE;
    struct one before[2] = {people[a], people[b]};
    struct pb_realm_character both[2];
    struct pb_item_stack stacks[2];
    uint16_t things = (uint16_t)pb_seed_below(seed, people[a].things + 1u);
    uint32_t money = pb_seed_below(seed, people[b].money + 1);
    int error;

    people[a].things = (uint16_t)(people[a].things - things);
    people[b].things = (uint16_t)(people[b].things + things);
    people[b].money -= money;
    people[a].money += money;
    both[0] = character_of(people, a, &stacks[0]);
    both[1] = character_of(people, b, &stacks[1]);
    error = store->save_together(store->user, both);
    if (error == PB_OK)
        return error;
    people[a] = before[0];
    people[b] = before[1];
    return error;
}

/* Of the test under way. */
static struct {
    pb_handle *handle;
    struct pb_realm_keeper *keeper;
    const struct pb_realm_store *store;
} desk;

static void open_keeper(void)
{
    desk.handle = calloc(1, sizeof *desk.handle);
    assert_non_null(desk.handle);
    assert_int_equal(pb_log_new(&desk.handle->log, &(const struct pb_log_options){.level = PB_FATAL}), PB_OK);
    assert_int_equal(pb_realm_keeper_new(&desk.keeper, desk.handle), PB_OK);
    desk.store = pb_realm_keeper_store(desk.keeper);
}

static void close_keeper(void)
{
    pb_realm_keeper_free(desk.keeper);
    pb_log_free(desk.handle->log);
    free(desk.handle);
}

static void run(uint64_t seed, unsigned reach)
{
    struct one people[PEOPLE];
    unsigned step, i;

    open_keeper();
    for (i = 0; i < PEOPLE; i++)
        fake.kept[i] = people[i] = (struct one){PURSE, STACK};
    for (step = 0; step < STEPS; step++) {
        struct pb_realm_character character;
        struct pb_item_stack stack;

        fake.now_ms += pb_seed_below(&seed, 200);
        switch (pb_seed_below(&seed, 8)) {
        case 0:
            pb_realm_keeper_update(desk.keeper);
            break;
        case 1:
            answer(&seed);
            begin_again(desk.keeper, people);
            assert_whole();
            break;
        case 2:
            /* One alone, as it is or but for its things. */
            character = character_of(people, pb_seed_below(&seed, PEOPLE), &stack);
            character.has_items = (uint8_t)pb_seed_below(&seed, 2);
            assert_int_equal(desk.store->save(desk.store->user, &character), PB_OK);
            break;
        default:
            assert_int_equal(trade(desk.store, people, &seed, reach), PB_OK);
        }
    }
    /* In the end all is written. */
    for (i = 0; i < 1000 && !desk.store->is_saved(desk.store->user); i++) {
        fake.now_ms += 3000;
        pb_realm_keeper_update(desk.keeper);
        answer(&seed);
        begin_again(desk.keeper, people);
        assert_whole();
    }
    assert_true(desk.store->is_saved(desk.store->user));
    assert_memory_equal(fake.kept, people, sizeof people);
    close_keeper();
}

static void who_traded_is_written_together(void **state)
{
    uint64_t seed = pb_seed("keeper");
    unsigned i;

    (void)state;
    for (i = 0; i < SEEDS; i++)
        run(pb_seed_next(&seed), i % 2 ? 3 : PEOPLE - 1);
    assert_true(fake.refusals > SEEDS && fake.calls > 2 * SEEDS && fake.undone > 0);
}

/* While nothing is written everybody who trades hangs together: the keeper takes no more than fit into a
 * call. */
static void no_call_is_too_long(void **state)
{
    enum { MANY = 5000 };
    unsigned i, taken = 0;

    (void)state;
    open_keeper();
    for (i = 0; i + 1 < MANY; i++) {
        const struct pb_realm_character both[2] = {{.guid = i + 1}, {.guid = i + 2}};
        int error = desk.store->save_together(desk.store->user, both);

        assert_true(error == PB_OK || error == PB_E_busy);
        taken += error == PB_OK;
    }
    assert_true(taken > 100 && taken < MANY - 1);
    fake.now_ms += 3000;
    for (i = 0; i < 100 && !desk.store->is_saved(desk.store->user); i++) {
        pb_realm_keeper_update(desk.keeper);
        assert_non_null(fake.rows);
        {
            json_t *rows = json_loads(fake.rows, 0, NULL);
            struct pb_answer given = {.message = ""};

            assert_true(json_array_size(rows) <= CALL_MOST);
            json_decref(rows);
            free(fake.rows);
            fake.rows = NULL;
            fake.done(fake.user, &given);
        }
    }
    assert_true(desk.store->is_saved(desk.store->user));
    close_keeper();
}

/* What comes after the agent has asked for its end would be refused, and told as an error. */
static void a_leaving_agent_writes_nothing(void **state)
{
    const struct pb_realm_character character = {.guid = 1};

    (void)state;
    open_keeper();
    assert_int_equal(desk.store->save(desk.store->user, &character), PB_OK);
    fake.phase = PB_AGENT_STOPPING;
    pb_realm_keeper_update(desk.keeper);
    assert_null(fake.rows);
    fake.phase = PB_AGENT_ACTIVE;
    pb_realm_keeper_update(desk.keeper);
    assert_non_null(fake.rows);
    free(fake.rows);
    fake.rows = NULL;
    fake.done(fake.user, &(const struct pb_answer){.message = ""});
    assert_true(desk.store->is_saved(desk.store->user));
    close_keeper();
}

/* Who is written just now, or waits for it, is not read; others need not wait: somebody always is. */
static void others_are_read_meanwhile(void **state)
{
    const struct pb_realm_character character = {.guid = 1}, later = {.guid = 2};

    (void)state;
    open_keeper();
    fake.reads = 0;
    assert_int_equal(desk.store->save(desk.store->user, &character), PB_OK);
    assert_int_equal(desk.store->load(desk.store->user, 1, 1, 1, 1), PB_E_busy);
    fake.now_ms += 3000;
    pb_realm_keeper_update(desk.keeper);
    assert_non_null(fake.rows);
    assert_int_equal(desk.store->save(desk.store->user, &later), PB_OK);
    assert_int_equal(desk.store->load(desk.store->user, 1, 1, 1, 1), PB_E_busy);
    assert_int_equal(desk.store->load(desk.store->user, 1, 1, 1, 2), PB_E_busy);
    assert_int_equal(fake.reads, 0);
    assert_int_equal(desk.store->load(desk.store->user, 1, 1, 1, 3), PB_OK);
    assert_true(fake.reads > 0);
    free(fake.rows);
    fake.rows = NULL;
    fake.done(fake.user, &(const struct pb_answer){.message = ""});
    assert_int_equal(desk.store->load(desk.store->user, 1, 1, 1, 1), PB_OK);
    close_keeper();
}

/* ---- The market ---- */

static void hand_over(const struct pb_realm_store *store, uint32_t id, unsigned is_there)
{
    const struct pb_realm_auction auction = {.auction_id = id, .count = (uint16_t)is_there};
    const struct pb_realm_letter letter = {.mail.mail_id = id, .to = is_there};

    assert_int_equal(store->save_deeds(store->user, &(const struct pb_realm_deeds){.auctions = &auction,
                                                                                   .letters = &letter,
                                                                                   .auction_count = 1,
                                                                                   .letter_count = 1,
                                                                                   .clock_s = id,
                                                                                   .last_auction = id,
                                                                                   .last_letter = id}),
                     PB_OK);
}

/* The call under way has as many auctions and letters, and ends so. */
static void end_market_call(size_t count, int error)
{
    json_t *auctions = json_loads(fake.auctions, 0, NULL), *letters = json_loads(fake.letters, 0, NULL);

    assert_non_null(fake.rows);
    assert_int_equal(json_array_size(auctions), count);
    assert_int_equal(json_array_size(letters), count);
    json_decref(auctions);
    json_decref(letters);
    free(fake.rows);
    free(fake.auctions);
    free(fake.letters);
    fake.rows = fake.auctions = fake.letters = NULL;
    fake.done(fake.user, &(const struct pb_answer){.error = error, .message = ""});
}

/* However long the database is behind: what waits is what stands in the houses and the post, and what it
 * knows of that is gone. */
static void what_came_and_went_does_not_wait(void **state)
{
    enum { STANDING = 100, MANY = 20000 };
    uint32_t id;

    (void)state;
    open_keeper();
    for (id = 1; id <= MANY; id++) {
        hand_over(desk.store, id, 1);
        if (id > STANDING)
            hand_over(desk.store, id - STANDING, 0);
        assert_true(HASH_COUNT(desk.keeper->market.auctions) <= STANDING + 1);
        assert_true(HASH_COUNT(desk.keeper->market.letters) <= STANDING + 1);
    }
    pb_realm_keeper_update(desk.keeper);
    /* Nobody knows whether the database has it: all of it is told once more, and that it is gone. */
    for (id = MANY + 1; id <= MANY + STANDING; id++)
        hand_over(desk.store, id - STANDING, 0);
    end_market_call(STANDING, PB_E_outcome_unknown);
    assert_int_equal(HASH_COUNT(desk.keeper->market.auctions), STANDING);
    hand_over(desk.store, MANY + 1, 1);
    hand_over(desk.store, MANY + 1, 0);
    fake.now_ms += 3000;
    pb_realm_keeper_update(desk.keeper);
    end_market_call(STANDING, PB_OK);
    assert_true(desk.store->is_saved(desk.store->user));
    /* A number that was sent once is known: of it is told what becomes of it. */
    hand_over(desk.store, MANY, 0);
    hand_over(desk.store, MANY + 2, 1);
    pb_realm_keeper_update(desk.keeper);
    end_market_call(2, PB_OK);
    hand_over(desk.store, MANY + 2, 0);
    pb_realm_keeper_update(desk.keeper);
    end_market_call(1, PB_OK);
    close_keeper();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_traded_is_written_together), cmocka_unit_test(no_call_is_too_long),
        cmocka_unit_test(a_leaving_agent_writes_nothing), cmocka_unit_test(others_are_read_meanwhile),
        cmocka_unit_test(what_came_and_went_does_not_wait)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
