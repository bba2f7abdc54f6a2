#include "../scarce.h"
#include "fixture.h"

enum { ACTORS = 40, TICKS = 10000 };

/* FNV-1a (G. Fowler, L. Noll, K.-P. Vo). */
static uint64_t hash(uint64_t sum, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    size_t i;

    for (i = 0; i < size; i++)
        sum = (sum ^ byte[i]) * UINT64_C(0x100000001b3);
    return sum;
}

/* Of all that is in the realm and tells of the game. */
static uint64_t hash_realm(const struct pb_realm *realm)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    uint32_t i, spawns;

    pb_content_spawns(realm->options.content, &spawns);
    sum = hash(sum, &realm->now_ms, sizeof realm->now_ms);
    sum = hash(sum, &realm->chance, sizeof realm->chance);
    sum = hash(sum, &realm->stats, sizeof realm->stats);
    sum = hash(sum, realm->creatures, spawns * sizeof *realm->creatures);
    for (i = 0; i < realm->actor_count; i++) {
        const struct pb_realm_actor *actor = &realm->actors[i];
        struct pb_position place;

        if (!actor->is_used)
            continue;
        place = pb_realm_where(realm, actor);
        sum = hash(sum, &place.x, sizeof place.x);
        sum = hash(sum, &place.y, sizeof place.y);
        sum = hash(sum, &actor->flags, sizeof actor->flags);
        sum = hash(sum, &actor->target, sizeof actor->target);
        sum = hash(sum, &actor->health, sizeof actor->health);
        sum = hash(sum, &actor->power, sizeof actor->power);
        sum = hash(sum, &actor->experience, sizeof actor->experience);
        sum = hash(sum, &actor->money, sizeof actor->money);
        sum = hash(sum, &actor->guid, sizeof actor->guid);
        sum = hash(sum, actor->items, actor->item_count * sizeof *actor->items);
        sum = hash(sum, actor->quests, actor->quest_count * sizeof *actor->quests);
    }
    return sum;
}

/* One random order to one actor. */
static void order(struct fixture *fixture, pb_actor actor, uint64_t *seed)
{
    const struct pb_world *world = fixture->world;
    void *self = world->self;
    struct pb_object_view views[8];
    struct pb_object_query query = {.radius = 90, .kinds = PB_OBJECT_CREATURE, .is_attackable = 1};
    struct pb_actor_view view;
    struct pb_combat_view combat;
    struct pb_position to;
    unsigned found;

    if (world->get_actor(self, actor, &view) != PB_OK)
        return;
    to = view.position;
    switch (pb_seed_below(seed, 12)) {
    case 0:
    case 1:
    case 2:
        to.x += (float)pb_seed_below(seed, 300) - 150;
        to.y += (float)pb_seed_below(seed, 300) - 150;
        to.map ^= !pb_seed_below(seed, 60);
        (void)!world->move_to(self, actor, &to, 0, NULL);
        break;
    case 3:
    case 4:
    case 5:
        found = world->find_objects(self, actor, &query, views, 8);
        if (found)
            (void)!world->attack(self, actor, views[pb_seed_below(seed, found)].object);
        break;
    case 6:
        (void)!world->rest(self, actor);
        break;
    case 7:
        (void)!world->resurrect(self, actor);
        break;
    case 8:
        if (world->get_combat(self, actor, &combat) == PB_OK)
            (void)!world->use_ability(self, actor, (enum pb_ability)pb_seed_below(seed, PB_ABILITIES),
                                      combat.target);
        break;
    case 9:
        (void)!world->invite(self, actor, PB_OBJECT_OF_ACTOR(pb_seed_below(seed, ACTORS)));
        (void)!world->answer_invite(self, pb_seed_below(seed, ACTORS), 1);
        break;
    case 10:
        (void)!(pb_seed_below(seed, 2) ? world->stop(self, actor) : world->stop_attack(self, actor));
        break;
    default:
        if (!pb_seed_below(seed, 8))
            (void)!world->leave_group(self, actor);
        if (!pb_seed_below(seed, 40)) {
            assert_int_equal(world->logout(self, actor), PB_OK);
            assert_int_equal(world->login(self, 5, 1, 1, view.guid), PB_OK);
        }
    }
}

/* Some minutes of orders given at random in the sample world; what is left of it as one number. */
static uint64_t live(uint64_t seed, uint64_t orders, unsigned ticks, int is_checked, uint32_t start_ms)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    uint64_t sum;
    unsigned i, k;

    assert_non_null(fixture);
    fixture->content = pb_sample_content(3);
    assert_non_null(fixture->content);
    fixture_open(fixture, seed);
    fixture->realm->now_ms = fixture->realm->goods->checked_ms = start_ms;
    fixture->order = orders;
    for (i = 0; i < ACTORS; i++)
        fixture_actor(fixture, 1 + i % 6, i % 2 ? PRIEST : WARRIOR, (float)(i % 5) * 40 + 100,
                      (float)(i / 5) * 40);
    for (i = 0; i < ticks; i++) {
        for (k = 0; k < 2; k++)
            order(fixture, pb_seed_below(&orders, ACTORS), &orders);
        pb_realm_update(fixture->realm, 20 + pb_seed_below(&orders, 60));
        fixture->seen_count = 0;
        fixture_hear(fixture);
        if (is_checked)
            fixture_check(fixture);
    }
    /* It was a life: there were fights, deaths and levels. */
    assert_true(pb_realm_stats(fixture->realm)->kills > ticks / 100);
    assert_true(pb_realm_stats(fixture->realm)->deaths > 0);
    sum = hash_realm(fixture->realm);
    fixture_free(fixture);
    return sum;
}

static void test_same_seed_same_world(void **state)
{
    uint64_t seed = pb_seed("determinism"), first = live(seed, seed + 1, TICKS, 0, 0);

    (void)state;
    assert_true(live(seed, seed + 1, TICKS, 0, 0) == first);
    assert_true(live(seed + 1, seed + 1, TICKS, 0, 0) != first);
    assert_true(live(seed, seed + 2, TICKS, 0, 0) != first);
}

/* Nothing contradicts anything in any tick. */
static void test_nothing_contradicts(void **state)
{
    uint64_t seed = pb_seed("contradictions");
    unsigned i;

    (void)state;
    for (i = 0; i < 3; i++)
        live(seed + i, seed + 100 + i, 2000, 1,
             i == 2 ? UINT32_MAX - 40000 : 0); /* over the end of the clock */
}

/* What is not there, or not any more, is gone for every function. */
static void test_gone(void **state)
{
    static const struct place places[] = {{BEAST + 5, 0, 0, 0, 60}, {VILLAGER, 300, 0, 0, 60}};
    struct fixture *fixture = fixture_new(places, 2, 1);
    const struct pb_world *world = fixture->world;
    pb_object objects[] = {0,
                           3,
                           1000,
                           PB_OBJECT_OF_ACTOR(9),
                           PB_OBJECT_OF_PLAYER(0),
                           PB_OBJECT_OF_MAILBOX(9),
                           (pb_object)1 << 50,
                           UINT64_MAX};
    pb_actor actor = fixture_actor(fixture, 30, WARRIOR, 290, 0), nobody = actor + 1;
    struct pb_object_view view;
    struct pb_combat_view combat;
    struct pb_actor_view self;
    struct pb_object_query query = {.radius = 100, .kinds = 0xff};
    struct pb_position place;
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof objects / sizeof *objects; i++) {
        assert_int_equal(world->get_object(world->self, actor, objects[i], &view), PB_E_gone);
        assert_int_equal(world->attack(world->self, actor, objects[i]), PB_E_gone);
        assert_int_equal(world->use_ability(world->self, actor, PB_ABILITY_TAUNT, objects[i]), PB_E_gone);
    }
    assert_int_equal(world->attack(world->self, actor, 2), PB_E_not_allowed); /* a friend */
    assert_int_equal(world->attack(world->self, actor, 1), PB_E_too_far);
    assert_int_equal(world->get_actor(world->self, nobody, &self), PB_E_gone);
    assert_int_equal(world->attack(world->self, nobody, 1), PB_E_gone);
    assert_int_equal(world->stop_attack(world->self, nobody), PB_E_gone);
    assert_int_equal(world->use_ability(world->self, nobody, PB_ABILITY_STRIKE, 1), PB_E_gone);
    assert_int_equal(world->get_combat(world->self, nobody, &combat), PB_E_gone);
    assert_int_equal(world->rest(world->self, nobody), PB_E_gone);
    assert_int_equal(world->resurrect(world->self, nobody), PB_E_gone);
    assert_int_equal(world->logout(world->self, nobody), PB_E_gone);
    assert_int_equal(world->logout(world->self, PB_NO_ACTOR), PB_E_gone);
    assert_int_equal(world->find_objects(world->self, nobody, &query, &view, 1), 0);
    assert_int_equal(world->find_service(world->self, nobody, PB_ROLE_VENDOR, &view), PB_E_gone);
    assert_int_equal(world->find_service(world->self, actor, PB_ROLE_AUCTIONEER, &view), PB_E_gone);
    assert_int_equal(world->find_service(world->self, actor, PB_ROLE_VENDOR, &view), PB_OK);
    assert_int_equal(view.entry, VILLAGER);
    assert_int_equal(world->find_habitat(world->self, actor, BEAST + 5, 0, &place), PB_OK);
    assert_float_equal(place.x, 0, 0);
    assert_int_equal(world->find_habitat(world->self, actor, BEAST + 5, 1, &place), PB_E_gone);
    assert_int_equal(world->find_habitat(world->self, actor, 4711, 0, &place), PB_E_gone);
    fixture_free(fixture);
}

/* The places on x of what a bot of a level may hunt, sorted; returns how many. */
static unsigned prey_of(struct fixture *fixture, unsigned level, unsigned max, float x[8])
{
    struct pb_prey prey[8];
    unsigned count = fixture->world->find_prey(fixture->world->self,
                                               fixture_actor(fixture, level, WARRIOR, 0, 0), prey, max),
             i, k;

    for (i = 0; i < count; i++) {
        for (k = i; k && x[k - 1] > prey[i].position.x; k--)
            x[k] = x[k - 1];
        x[k] = prey[i].position.x + 100000 * (float)prey[i].position.map;
    }
    return count;
}

/* What a bot of a level may hunt: one place of each kind, half of them of its level, the nearest; else on
 * another map. Never what teaches it nothing, or is an elite. */
static void test_prey(void **state)
{
    static const struct place places[] = {{BEAST + 10, 300, 0, 0, 60},  {BEAST + 11, 100, 0, 0, 60},
                                          {ELITE + 10, 10, 0, 0, 60},   {BEAST + 40, 20, 0, 0, 60},
                                          {BEAST + 16, 2000, 0, 0, 60}, {BEAST + 30, 40, 0, 1, 60},
                                          {VILLAGER, 5, 0, 0, 60},      {BEAST + 7, 200, 0, 0, 60}};
    struct fixture *fixture = fixture_new(places, 8, 1);
    float x[8];

    (void)state;
    assert_int_equal(prey_of(fixture, 12, 8, x), 3);
    assert_float_equal(x[0], 100, 0);
    assert_float_equal(x[1], 200, 0);
    assert_float_equal(x[2], 300, 0);
    /* Of two one is far below its level. */
    assert_int_equal(prey_of(fixture, 12, 2, x), 2);
    assert_float_equal(x[0], 100, 0);
    assert_float_equal(x[1], 200, 0);
    /* Its level first, the nearest of it. */
    assert_int_equal(prey_of(fixture, 12, 1, x), 1);
    assert_float_equal(x[0], 100, 0);
    /* 16: of its level there is some a long way off; 11 teaches it something still, 10 does not. */
    assert_int_equal(prey_of(fixture, 16, 8, x), 2);
    assert_float_equal(x[0], 100, 0);
    assert_float_equal(x[1], 2000, 0);
    assert_int_equal(prey_of(fixture, 18, 8, x), 1);
    assert_float_equal(x[0], 2000, 0);
    assert_int_equal(prey_of(fixture, 31, 8, x), 1);
    assert_float_equal(x[0], 100040, 0);
    assert_int_equal(prey_of(fixture, 70, 8, x), 0);
    assert_int_equal(prey_of(fixture, 12, 0, x), 0);
    assert_int_equal(fixture->world->find_prey(fixture->world->self, 9999, NULL, 8), 0);
    fixture_free(fixture);
}

/* Events that nobody takes out fill the queue to its bound, and are counted beyond; the oldest stay. */
static void test_queue_is_bounded(void **state)
{
    enum { BOUND = 1 << 20, MORE = 1000 };
    static const struct place places[] = {{VILLAGER, 300, 0, 0, 60}};
    struct fixture *fixture = fixture_new(places, 1, 1);
    const struct pb_world *world = fixture->world;
    struct pb_world_event event;
    uint32_t i;

    (void)state;
    for (i = 0; i < BOUND + MORE; i++)
        pb_realm_tell(fixture->realm, &(struct pb_world_event){.type = PB_WORLD_LEVEL, .count = i});
    assert_int_equal(pb_realm_stats(fixture->realm)->events_lost, MORE);
    for (i = 0; i < BOUND; i++) {
        assert_int_equal(world->poll_events(world->self, &event, 1), 1);
        assert_int_equal(event.count, i);
    }
    assert_int_equal(world->poll_events(world->self, &event, 1), 0);
    fixture_free(fixture);
}

/* Orders do not fill the heap: what is in it already is enough. */
static void test_heap_stays_small(void **state)
{
    static const struct place places[] = {{VILLAGER, 300, 0, 0, 60}};
    struct fixture *fixture = fixture_new(places, 1, 1);
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 30, WARRIOR, 0, 0);
    struct pb_position to = {0, 0, 0, 0, 12};
    unsigned i;

    (void)state;
    for (i = 0; i < 10000; i++) {
        to.x = (float)(i % 1000);
        assert_int_equal(world->move_to(world->self, actor, &to, 0, NULL), PB_OK);
        pb_realm_update(fixture->realm, 1);
    }
    assert_true(fixture->realm->due_count < 20);
    fixture_free(fixture);
}

/* With any one block refused nothing is lost or freed twice; the realm comes up or says that it cannot. */
static void test_scarce_memory(void **state)
{
    static const struct place places[] = {{BEAST + 5, 0, 0, 0, 60}, {VILLAGER, 300, 0, 0, 60}};
    struct fixture *fixture = fixture_new(places, 2, 1);
    struct pb_realm_store store = {
        .user = fixture, .load = fixture_load, .save = fixture_save, .poll = fixture_poll};
    uint64_t guid = fixture_keep(fixture, 5, WARRIOR, 5, 0);
    long nth;
    int error = PB_E_no_memory;

    (void)state;
    for (nth = 0; error != PB_OK; nth++) {
        struct pb_scarce scarce;
        struct pb_realm_options options = {.content = fixture->content, .store = &store};
        struct pb_world_event event;
        struct pb_realm *realm;
        unsigned i;

        assert_true(nth < 100);
        pb_scarce_init(&scarce, nth);
        options.memory = scarce.memory;
        error = pb_realm_new(&realm, &options);
        if (error == PB_OK) {
            assert_int_equal(realm->world.login(realm, 1, 1, 1, guid), PB_OK);
            for (i = 0; i < 200; i++) {
                pb_realm_update(realm, TICK_MS);
                while (realm->world.poll_events(realm, &event, 1))
                    if (event.type == PB_WORLD_LOGGED_IN)
                        error = event.error;
            }
            /* A refusal that is over before the end of the row does no harm; go on until none happened. */
            if (error == PB_OK && scarce.until_refusal < 0)
                error = PB_E_busy;
            pb_realm_free(realm);
        }
        assert_int_equal(scarce.blocks, 0);
    }
    fixture_free(fixture);
}

/* What was long ago is over, also when the clock has gone half round and round. */
static void test_long_life(void **state)
{
    static const struct place places[] = {{BEAST + 5, 0, 0, 0, 60}, {VILLAGER, 300, 0, 0, 60}};
    struct fixture *fixture = fixture_new(places, 2, 1);
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 30, WARRIOR, 3, 0);
    struct pb_combat_view combat;
    unsigned hour;

    (void)state;
    for (hour = 0; hour < 60 * 24; hour++) {
        if (hour % 24 == 0) {
            assert_int_equal(world->get_combat(world->self, actor, &combat), PB_OK);
            assert_true(combat.ready & 1u << PB_ABILITY_STRIKE);
            assert_true(combat.ready & 1u << PB_ABILITY_DEFEND);
            if (hour == 0)
                assert_int_equal(world->use_ability(world->self, actor, PB_ABILITY_DEFEND, 0), PB_OK);
            assert_int_equal(world->attack(world->self, actor, 1), PB_OK);
            fixture->seen_count = 0;
            fixture_until(fixture, PB_WORLD_KILLED, actor);
        }
        pb_realm_update(fixture->realm, 3600000);
        fixture_hear(fixture);
        fixture_check(fixture);
    }
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_seed_same_world),
                                       cmocka_unit_test(test_nothing_contradicts),
                                       cmocka_unit_test(test_gone),
                                       cmocka_unit_test(test_prey),
                                       cmocka_unit_test(test_queue_is_bounded),
                                       cmocka_unit_test(test_heap_stays_small),
                                       cmocka_unit_test(test_scarce_memory),
                                       cmocka_unit_test(test_long_life)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
