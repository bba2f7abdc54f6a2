#include "../seed.h"
#include "ai/population.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum {
    ACCOUNTS = 40,
    TICK_MS = 50,
    EVENTS = 4096,
    PER_ACCOUNT = 10,
    NOON = 720,
    ORDER_US = 4,
    PLACES = 20,
    PLACE_YARDS = 1600
};

/* A world that answers some ticks later, in any order, and now and then with an error. */
struct known {
    uint64_t guid;
    uint32_t account_id;
    uint8_t race, character_class, level, is_here;
    unsigned turn;               /* which login was its last */
    struct pb_position position; /* whole squares of PLACE_YARDS: see stand_about */
};

static struct fake {
    struct known characters[ACCOUNTS * PER_ACCOUNT * 4];
    unsigned count;
    struct pb_world_event events[EVENTS];
    unsigned queued;
    uint64_t seed;
    unsigned error_percent;
    int is_silent;
    unsigned names, names_left, logins;
    unsigned spent_us, most_us; /* in this tick; it may go on for so long, 0: as long as it takes */
} fake;

/* Whatever it asks of the world takes its time, and is answered later. */
static void tell(const struct pb_world_event *event)
{
    fake.spent_us += ORDER_US;
    assert_true(fake.queued < EVENTS);
    fake.events[fake.queued++] = *event;
}

static int fails(void)
{
    return pb_seed_below(&fake.seed, 100) < fake.error_percent;
}

static unsigned poll_events(void *self, struct pb_world_event *events, unsigned max)
{
    unsigned count = 0;

    (void)self;
    if (fake.is_silent)
        return 0;
    while (fake.queued && count < max && pb_seed_below(&fake.seed, 30)) {
        uint32_t account_id = fake.events[pb_seed_below(&fake.seed, fake.queued)].account_id;
        unsigned at = 0;

        /* In order for each account, as a world has them. */
        while (fake.events[at].account_id != account_id)
            at++;
        events[count++] = fake.events[at];
        fake.queued--;
        memmove(&fake.events[at], &fake.events[at + 1], (fake.queued - at) * sizeof *fake.events);
    }
    return count;
}

static int create_character(void *self, uint32_t request, const struct pb_character_spec *spec)
{
    struct pb_world_event event = {
        .type = PB_WORLD_CREATED, .request = request, .account_id = spec->account_id, .actor = PB_NO_ACTOR};
    unsigned own = 0;

    (void)self;
    if (fails())
        return PB_E_busy;
    assert_true(spec->fence > 0);
    assert_true(strlen(spec->name) >= 2);
    assert_true(pb_race_classes(spec->race) >> (spec->character_class - 1) & 1);
    for (unsigned i = 0; i < fake.count; i++)
        own += fake.characters[i].guid && fake.characters[i].account_id == spec->account_id;
    if (own >= PER_ACCOUNT) {
        event.error = PB_E_limit_reached;
    } else if (fails()) {
        event.error = PB_E_name_taken;
    } else {
        struct known *made = &fake.characters[fake.count++];

        *made = (struct known){.guid = fake.count + 100,
                               .account_id = spec->account_id,
                               .race = spec->race,
                               .character_class = spec->character_class,
                               .level = 1};
        event.guid = made->guid;
    }
    tell(&event);
    return PB_OK;
}

static struct known *find(uint64_t guid)
{
    for (unsigned i = 0; i < fake.count; i++)
        if (fake.characters[i].guid == guid)
            return &fake.characters[i];
    return NULL;
}

static int delete_character(void *self, uint32_t request, uint64_t guid)
{
    struct known *known = find(guid);
    struct pb_world_event event = {
        .type = PB_WORLD_DELETED, .request = request, .guid = guid, .actor = PB_NO_ACTOR};

    (void)self;
    assert_non_null(known);
    assert_false(known->is_here);
    event.account_id = known->account_id;
    known->guid = 0;
    tell(&event);
    return PB_OK;
}

static int list_characters(void *self, uint32_t request, uint32_t account_id)
{
    struct pb_world_event event = {
        .type = PB_WORLD_LISTED, .request = request, .account_id = account_id, .actor = PB_NO_ACTOR};

    (void)self;
    event.error = fails() ? PB_E_timeout : 0;
    tell(&event);
    return PB_OK;
}

static unsigned read_list(void *self, uint32_t account_id, struct pb_character_entry *entries, unsigned max)
{
    unsigned count = 0;

    (void)self;
    for (unsigned i = 0; i < fake.count && count < max; i++)
        if (fake.characters[i].guid && fake.characters[i].account_id == account_id)
            entries[count++] =
                (struct pb_character_entry){.guid = fake.characters[i].guid,
                                            .account_id = account_id,
                                            .race = fake.characters[i].race,
                                            .character_class = fake.characters[i].character_class,
                                            .level = fake.characters[i].level,
                                            .position = fake.characters[i].position};
    return count;
}

static int login(void *self, uint32_t request, uint32_t account_id, uint64_t fence, uint64_t guid)
{
    struct known *known = find(guid);
    struct pb_world_event event = {
        .type = PB_WORLD_LOGGED_IN, .request = request, .account_id = account_id, .guid = guid};

    (void)self;
    assert_true(fence > 0);
    assert_non_null(known);
    assert_false(known->is_here);
    assert_int_equal(known->account_id, account_id);
    if (fails()) {
        event.error = PB_E_timeout;
        event.actor = PB_NO_ACTOR;
    } else {
        known->is_here = 1;
        known->turn = fake.logins++;
        event.actor = (pb_actor)(known - fake.characters);
    }
    tell(&event);
    return PB_OK;
}

static int logout(void *self, pb_actor actor)
{
    struct known *known = &fake.characters[actor];

    (void)self;
    assert_true(known->is_here);
    known->is_here = 0;
    tell(&(struct pb_world_event){
        .type = PB_WORLD_LOGGED_OUT, .actor = actor, .guid = known->guid, .account_id = known->account_id});
    return PB_OK;
}

static void get_status(void *self, const pb_actor *actors, unsigned count, struct pb_actor_status *status)
{
    (void)self;
    for (unsigned i = 0; i < count; i++)
        status[i] =
            (struct pb_actor_status){.level = fake.characters[actors[i]].level, .health_percent = 100};
}

static const struct pb_world world = {.size = sizeof world,
                                      .poll_events = poll_events,
                                      .create_character = create_character,
                                      .delete_character = delete_character,
                                      .list_characters = list_characters,
                                      .read_list = read_list,
                                      .login = login,
                                      .logout = logout,
                                      .get_status = get_status};

static int take_name(void *user, char name[13])
{
    (void)user;
    if (!fake.names_left)
        return PB_E_busy;
    fake.names_left--;
    snprintf(name, 13, "Name%u", fake.names++);
    return PB_OK;
}

/* The least that a coordinator needs, to have the bots' levels. */
static int initialize(void **self, const struct pb_system_env *env)
{
    *self = env->bots;
    return PB_OK;
}
static int reserve(void *self, uint32_t capacity)
{
    (void)self;
    (void)capacity;
    return PB_OK;
}
static void reset(void *self, pb_bot bot)
{
    (void)self;
    (void)bot;
}
static void update(void *self, struct pb_step *steps, unsigned count)
{
    (void)self;
    (void)steps;
    (void)count;
}
static void shutdown(void *self)
{
    (void)self;
}
static const struct pb_system_type looking = {.name = "looking",
                                              .priority = PB_PRIORITY_CRITICAL,
                                              .interval_ms = 200,
                                              .max_age_ms = 1000,
                                              .modes = PB_BOT_PEACE,
                                              .initialize = initialize,
                                              .reserve = reserve,
                                              .reset = reset,
                                              .update = update,
                                              .shutdown = shutdown};

static int is_over(void *user, uint32_t asked)
{
    (void)user;
    assert_true(asked > 0);
    return fake.most_us && fake.spent_us >= fake.most_us;
}

static struct pb_coordinator *coordinator;
static struct pb_population *population;
static struct pb_population_settings settings;

static void begin(uint32_t bots)
{
    static const struct pb_system_type *const types[] = {&looking};
    static struct pb_log *log;
    struct pb_log_options quiet = {.level = PB_FATAL};
    struct pb_coordinator_options options = {.memory = pb_memory_libc,
                                             .world = &world,
                                             .types = types,
                                             .type_count = 1,
                                             .budget_us = 1000000,
                                             .far_percent = 100};
    struct pb_population_options own = {.memory = pb_memory_libc,
                                        .world = &world,
                                        .names = {NULL, take_name},
                                        .time = {NULL, is_over},
                                        .seed = 7};

    if (!log)
        assert_int_equal(pb_log_new(&log, &quiet), PB_OK);
    memset(&fake, 0, sizeof fake);
    fake.seed = pb_seed("population");
    fake.names_left = 1000000;
    options.log = own.log = log;
    assert_int_equal(pb_coordinator_new(&coordinator, &options), PB_OK);
    settings = (struct pb_population_settings){
        .bots = bots, .login_per_s = 100, .create_per_s = 200, .per_account = PER_ACCOUNT};
    memset(settings.schedule, 100, sizeof settings.schedule);
    pb_race_weights_default(&settings.weights);
    own.settings = settings;
    own.coordinator = coordinator;
    assert_int_equal(pb_population_new(&population, &own), PB_OK);
    for (uint32_t i = 1; i <= ACCOUNTS; i++)
        assert_int_equal(pb_population_add_account(population, i, 5), PB_OK);
}

static void end(void)
{
    pb_population_free(population);
    pb_coordinator_free(coordinator);
}

static unsigned here(void)
{
    unsigned count = 0;

    for (unsigned i = 0; i < fake.count; i++)
        count += fake.characters[i].is_here;
    return count;
}

static void run(unsigned ticks, unsigned minute)
{
    while (ticks--) {
        struct pb_coordinator_stats stats;

        pb_coordinator_update(coordinator, TICK_MS, pb_population_hear, population);
        pb_population_update(population, TICK_MS, minute);
        pb_coordinator_stats(coordinator, &stats);
        assert_int_equal(stats.bots, pb_population_stats(population)->online);
        assert_true(here() >= stats.bots);
    }
}

/* So many percent of the bots, at all hours. */
static void want(unsigned percent)
{
    memset(settings.schedule, (int)percent, sizeof settings.schedule);
    pb_population_configure(population, &settings);
}

static void fills_up_in_waves(void **state)
{
    (void)state;
    begin(300);
    run(20, NOON);
    /* A second: at most 100 logins. */
    assert_true(pb_population_stats(population)->logins <= 100);
    run(20 * 20, NOON);
    assert_int_equal(here(), 300);
    assert_int_equal(pb_population_stats(population)->characters, 300);
    run(20 * 20, NOON);
    assert_int_equal(here(), 300);
    assert_int_equal(fake.count, 300);
    end();
}

/* What a tick has no time for comes with the next ones, and nobody is passed over. */
static void run_bounded(unsigned ticks)
{
    while (ticks--) {
        pb_coordinator_update(coordinator, TICK_MS, pb_population_hear, population);
        fake.spent_us = 0;
        pb_population_update(population, TICK_MS, NOON);
        /* It looks at the time after each order. */
        assert_true(fake.spent_us < fake.most_us + ORDER_US);
    }
}

static void a_tick_has_an_end(void **state)
{
    unsigned before;

    (void)state;
    begin(400);
    settings.login_per_s = settings.create_per_s = 100000;
    pb_population_configure(population, &settings);
    fake.most_us = 60;
    run_bounded(20);
    run_bounded(20 * 60);
    assert_int_equal(here(), 400);
    /* Everybody leaves: in no tick all of them, but soon. */
    pb_population_stop(population);
    run_bounded(1);
    before = here();
    assert_in_range(before, 400 - 60 / ORDER_US - 1, 399);
    run_bounded(40);
    assert_int_equal(here(), 0);
    end();
}

static void follows_the_schedule(void **state)
{
    (void)state;
    begin(200);
    for (unsigned i = 0; i < 24; i++)
        settings.schedule[i] = i < 12 ? 50 : 100;
    pb_population_configure(population, &settings);
    run(20 * 30, 3 * 60);
    assert_int_equal(here(), 100);
    run(20 * 30, 15 * 60);
    assert_int_equal(here(), 200);
    /* Half way between 11:00 and 12:00. */
    run(20 * 30, 11 * 60 + 30);
    assert_int_equal(here(), 150);
    end();
}

/* A world that answers no login, since its database is behind: what it has read waits in memory, so no more
 * than so many are on their way. */
static void few_are_on_their_way(void **state)
{
    enum { MOST = 256 };

    (void)state;
    begin(400);
    settings.login_per_s = settings.create_per_s = 100000;
    pb_population_configure(population, &settings);
    run(20 * 10, NOON);
    assert_int_equal(here(), 400);
    want(0);
    run(20 * 10, NOON);
    assert_int_equal(here(), 0);
    fake.is_silent = 1;
    want(100);
    run(20 * 10, NOON);
    assert_int_equal(here(), MOST);
    fake.is_silent = 0;
    run(20 * 10, NOON);
    assert_int_equal(here(), 400);
    assert_int_equal(pb_population_stats(population)->login_errors, 0);
    end();
}

/* Characters that there were before, in all accounts, each at some place. */
static void stand_about(void)
{
    for (uint32_t i = 0; i < ACCOUNTS * PER_ACCOUNT; i++) {
        unsigned place = pb_seed_below(&fake.seed, PLACES);

        fake.characters[i] = (struct known){.guid = i + 101,
                                            .account_id = i / PER_ACCOUNT + 1,
                                            .race = 1,
                                            .character_class = 1,
                                            .level = 1,
                                            .position = {.x = (float)(place % 4) * PLACE_YARDS - 100,
                                                         .y = (float)(place / 4) * -PLACE_YARDS,
                                                         .map = (uint16_t)(place % 2)}};
    }
    fake.count = ACCOUNTS * PER_ACCOUNT;
}

static int is_same_place(const struct known *a, const struct known *b)
{
    return a->position.x == b->position.x && a->position.y == b->position.y;
}

/* How often the place changes from one login to the next. */
static unsigned changes_of_place(void)
{
    static const struct known *by_turn[ACCOUNTS * PER_ACCOUNT * 8];
    unsigned i, changes = 0;
    const struct known *before = NULL;

    assert_true(fake.logins <= sizeof by_turn / sizeof *by_turn);
    memset(by_turn, 0, sizeof by_turn);
    for (i = 0; i < fake.count; i++)
        if (fake.characters[i].is_here)
            by_turn[fake.characters[i].turn] = &fake.characters[i];
    for (i = 0; i < fake.logins; i++) {
        changes += before && by_turn[i] && !is_same_place(before, by_turn[i]);
        before = by_turn[i] ? by_turn[i] : before;
    }
    return changes;
}

/* Who stands near each other comes one after the other, however they are spread over accounts. */
static void they_come_place_by_place(void **state)
{
    (void)state;
    begin(400);
    stand_about();
    /* All accounts are asked before the first may come. */
    settings.login_per_s = 0;
    pb_population_configure(population, &settings);
    run(20 * 10, NOON);
    assert_int_equal(here(), 0);
    settings.login_per_s = 200;
    pb_population_configure(population, &settings);
    run(20 * 10, NOON);
    assert_int_equal(here(), 400);
    assert_int_equal(changes_of_place(), PLACES - 1);
    end();
}

/* Half of them are called and wait while accounts come and go, logins fail and fewer are wanted: nobody comes
 * who is not wanted, and nobody is forgotten. */
static void who_was_called_may_be_sent_back(void **state)
{
    (void)state;
    begin(400);
    stand_about();
    fake.error_percent = 20;
    settings.login_per_s = 40;
    pb_population_configure(population, &settings);
    for (unsigned round = 0; round < 40; round++) {
        uint32_t account = 1 + pb_seed_below(&fake.seed, ACCOUNTS);

        want(pb_seed_below(&fake.seed, 101));
        pb_population_remove_account(population, account);
        run(pb_seed_below(&fake.seed, 20), NOON);
        assert_int_equal(pb_population_add_account(population, account, 5), PB_OK);
        run(pb_seed_below(&fake.seed, 20), NOON);
    }
    fake.error_percent = 0;
    want(50);
    run(20 * 60, NOON);
    assert_int_equal(here(), 200);
    want(100);
    run(20 * 60, NOON);
    assert_int_equal(here(), 400);
    assert_int_equal(fake.count, 400);
    end();
}

static void errors_do_not_stop_it(void **state)
{
    (void)state;
    begin(300);
    fake.error_percent = 30;
    run(20 * 120, NOON);
    fake.error_percent = 0;
    run(20 * 60, NOON);
    assert_int_equal(here(), 300);
    assert_true(pb_population_stats(population)->create_errors > 0);
    assert_true(pb_population_stats(population)->login_errors > 0);
    end();
}

static void without_names_nobody_is_made(void **state)
{
    (void)state;
    begin(300);
    fake.names_left = 10;
    run(20 * 20, NOON);
    assert_int_equal(fake.count, 10);
    fake.names_left = 1000;
    run(20 * 20, NOON);
    assert_int_equal(here(), 300);
    end();
}

static void a_lost_account_leaves_at_once(void **state)
{
    struct pb_coordinator_stats stats;

    (void)state;
    begin(400);
    run(20 * 30, NOON);
    assert_int_equal(here(), 400);
    pb_population_remove_account(population, 1);
    assert_int_equal(here(), 390);
    pb_population_remove_all(population);
    assert_int_equal(here(), 0);
    pb_coordinator_stats(coordinator, &stats);
    assert_int_equal(stats.bots, 0);
    /* Under a new lease they come again: the same characters. */
    for (uint32_t i = 1; i <= ACCOUNTS; i++)
        assert_int_equal(pb_population_add_account(population, i, 6), PB_OK);
    run(20 * 30, NOON);
    assert_int_equal(here(), 400);
    assert_int_equal(fake.count, 400);
    end();
}

static void who_came_too_late_is_sent_back(void **state)
{
    (void)state;
    begin(400);
    run(10, NOON);
    fake.is_silent = 1;
    run(20, NOON);
    pb_population_remove_all(population);
    fake.is_silent = 0;
    run(100, NOON);
    assert_int_equal(here(), 0);
    end();
}

static void stops_when_all_have_left(void **state)
{
    (void)state;
    begin(300);
    run(20 * 20, NOON);
    assert_false(pb_population_is_empty(population));
    pb_population_stop(population);
    run(20 * 5, NOON);
    assert_true(pb_population_is_empty(population));
    assert_int_equal(here(), 0);
    end();
}

static void who_reached_the_level_retires(void **state)
{
    (void)state;
    begin(50);
    run(20 * 20, NOON);
    settings.retire_level = 80;
    pb_population_configure(population, &settings);
    for (unsigned i = 0; i < 5; i++)
        fake.characters[i].level = 80;
    run(20 * 20, NOON);
    assert_int_equal(pb_population_stats(population)->retired, 5);
    assert_int_equal(here(), 50);
    assert_int_equal(fake.count, 55);
    end();
}

static void sessions_take_turns(void **state)
{
    (void)state;
    begin(100);
    run(20 * 20, NOON);
    settings.bots = 60;
    pb_population_configure(population, &settings);
    run(20 * 10, NOON);
    assert_int_equal(here(), 60);
    settings.session_s = 20;
    pb_population_configure(population, &settings);
    run(20 * 120, NOON);
    assert_true(pb_population_stats(population)->logouts > 200);
    assert_int_equal(fake.count, 100);
    end();
}

static void weights_are_kept(void **state)
{
    struct pb_race_weights weights;
    char message[256];
    uint64_t chance = 1;
    unsigned humans = 0, mages = 0;

    (void)state;
    assert_int_equal(
        pb_race_weights_read(&weights, "human:30 Gnome:10", "mage:1 warrior:1", message, sizeof message),
        PB_OK);
    for (unsigned i = 0; i < 4000; i++) {
        uint8_t race, character_class;

        assert_int_equal(pb_race_choose(&weights, &chance, &race, &character_class), PB_OK);
        assert_true(race == 1 || race == 7);
        assert_true(character_class == 1 || character_class == 8);
        humans += race == 1;
        mages += character_class == 8;
    }
    /* Six standard deviations. */
    assert_in_range(humans, 3000 - 165, 3000 + 165);
    assert_in_range(mages, 2000 - 190, 2000 + 190);
    assert_int_equal(pb_race_weights_read(&weights, "elf:3", "", message, sizeof message), PB_E_bad_value);
    assert_non_null(strstr(message, "'elf' is no race"));
    assert_int_equal(pb_race_weights_read(&weights, "human", "", message, sizeof message), PB_E_bad_value);
    assert_int_equal(pb_race_weights_read(&weights, "gnome:1", "paladin:1", message, sizeof message),
                     PB_E_bad_value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_up_in_waves),
        cmocka_unit_test(a_tick_has_an_end),
        cmocka_unit_test(follows_the_schedule),
        cmocka_unit_test(few_are_on_their_way),
        cmocka_unit_test(they_come_place_by_place),
        cmocka_unit_test(who_was_called_may_be_sent_back),
        cmocka_unit_test(errors_do_not_stop_it),
        cmocka_unit_test(without_names_nobody_is_made),
        cmocka_unit_test(a_lost_account_leaves_at_once),
        cmocka_unit_test(who_came_too_late_is_sent_back),
        cmocka_unit_test(stops_when_all_have_left),
        cmocka_unit_test(who_reached_the_level_retires),
        cmocka_unit_test(sessions_take_turns),
        cmocka_unit_test(weights_are_kept),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
