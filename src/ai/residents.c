/* Residents: the characters of the population, and what the world answers about them. */
#include "ai/residents.h"
#include "world/position.h"

void pb_resident_set_phase(struct pb_population *population, struct pb_resident *resident,
                           enum pb_resident_phase phase)
{
    population->phases[resident->phase]--;
    population->phases[phase]++;
    resident->phase = (uint8_t)phase;
    resident->since_ms = population->now_ms;
}

/* Leaves it alone for a while. */
void pb_resident_pause(struct pb_population *population, struct pb_resident *resident,
                       enum pb_resident_phase phase)
{
    pb_resident_set_phase(population, resident, phase);
    resident->since_ms += PB_RESIDENT_PAUSE_MS;
}

struct pb_resident_account *pb_population_find(const struct pb_population *population, uint32_t account_id)
{
    uint32_t at = pb_map_get(population->map, account_id);

    return at ? &population->accounts[at - 1] : NULL;
}

struct pb_resident_account *pb_resident_account(const struct pb_population *population,
                                                const struct pb_resident *resident)
{
    size_t bytes = (size_t)((const char *)resident - (const char *)population->accounts);

    return &population->accounts[bytes / sizeof *population->accounts];
}

void pb_resident_send_out(struct pb_population *population, struct pb_resident *resident)
{
    const struct pb_world *world = population->options.world;
    struct pb_actor_view view;

    if (world->get_actor && world->get_actor(world->self, resident->actor, &view) == PB_OK)
        resident->place = pb_map_square(&view.position);
    population->orders++;
    pb_coordinator_remove(population->options.coordinator, resident->bot);
    if (world->logout(world->self, resident->actor) != PB_OK)
        PB_LOG(population->options.log, AI, DEBUG, 0, "actor %u was gone before its logout", resident->actor);
    pb_resident_set_phase(population, resident, PB_RESIDENT_LEAVING);
}

static struct pb_resident *find_request(struct pb_resident_account *account, uint32_t request,
                                        enum pb_resident_phase phase)
{
    unsigned i;

    for (i = 0; i < PB_PER_ACCOUNT; i++)
        if (account->residents[i].phase == phase && account->residents[i].request == request)
            return &account->residents[i];
    return NULL;
}

static void on_listed(struct pb_population *population, struct pb_resident_account *account,
                      const struct pb_world_event *event)
{
    struct pb_character_entry entries[PB_PER_ACCOUNT * 2];
    const struct pb_world *world = population->options.world;
    unsigned count, i;

    if (account->request != event->request || account->is_listed)
        return;
    account->request = 0;
    account->since_ms = population->now_ms + (event->error ? PB_RESIDENT_PAUSE_MS : 0);
    if (event->error)
        return;
    count = world->read_list(world->self, account->account_id, entries, PB_PER_ACCOUNT * 2);
    for (i = 0; i < count && i < PB_PER_ACCOUNT; i++) {
        struct pb_resident *resident = &account->residents[i];

        resident->guid = entries[i].guid;
        resident->race = entries[i].race;
        resident->character_class = entries[i].character_class;
        resident->level = entries[i].level;
        resident->place = pb_map_square(&entries[i].position);
        pb_resident_set_phase(population, resident, PB_RESIDENT_OFFLINE);
        population->stats.characters++;
    }
    account->is_listed = 1;
}

static void on_created(struct pb_population *population, struct pb_resident_account *account,
                       const struct pb_world_event *event)
{
    struct pb_resident *resident = find_request(account, event->request, PB_RESIDENT_CREATING);

    if (!resident)
        return;
    if (event->error == PB_OK) {
        resident->guid = event->guid;
        resident->level = 1;
        resident->place = resident->race; /* where that one begins */
        pb_resident_set_phase(population, resident, PB_RESIDENT_OFFLINE);
        population->stats.characters++;
        population->stats.created++;
        return;
    }
    population->stats.create_errors++;
    account->is_full |= event->error == PB_E_limit_reached;
    /* Another name may be free at once. */
    if (event->error == PB_E_name_taken)
        pb_resident_set_phase(population, resident, PB_RESIDENT_EMPTY);
    else
        pb_resident_pause(population, resident, PB_RESIDENT_EMPTY);
}

/* Who came in and is not expected any more: its account went back meanwhile, even if it has come again. */
static void send_back(const struct pb_population *population, const struct pb_world_event *event)
{
    const struct pb_world *world = population->options.world;

    if (event->type == PB_WORLD_LOGGED_IN && event->error == PB_OK && event->actor != PB_NO_ACTOR &&
        world->logout(world->self, event->actor) != PB_OK)
        PB_LOG(population->options.log, AI, DEBUG, event->account_id, "actor %u was gone already",
               event->actor);
}

static void on_logged_in(struct pb_population *population, struct pb_resident_account *account,
                         const struct pb_world_event *event)
{
    struct pb_resident *resident = find_request(account, event->request, PB_RESIDENT_ENTERING);
    struct pb_bot_identity identity = {
        .actor = event->actor, .guid = event->guid, .account = account->account_id};
    const struct pb_world *world = population->options.world;
    struct pb_actor_view view = {0};

    if (!resident) {
        send_back(population, event);
        return;
    }
    if (event->error) {
        population->stats.login_errors++;
        pb_resident_pause(population, resident, PB_RESIDENT_OFFLINE);
        return;
    }
    identity.race = resident->race;
    identity.character_class = resident->character_class;
    if (world->get_actor && world->get_actor(world->self, event->actor, &view) == PB_OK) {
        identity.race = resident->race = view.race;
        identity.character_class = resident->character_class = view.character_class;
        identity.specialization = view.specialization;
        resident->level = view.level;
    }
    resident->actor = event->actor;
    pb_resident_set_phase(population, resident, PB_RESIDENT_ONLINE);
    population->stats.logins++;
    if (pb_coordinator_add(population->options.coordinator, &identity, &resident->bot) != PB_OK) {
        PB_LOG(population->options.log, AI, ERROR, account->account_id, "out of memory: a bot leaves again");
        resident->bot = PB_NO_BOT;
        pb_resident_send_out(population, resident);
    }
}

static void on_logged_out(struct pb_population *population, struct pb_resident_account *account,
                          const struct pb_world_event *event)
{
    unsigned i;

    for (i = 0; i < PB_PER_ACCOUNT; i++) {
        struct pb_resident *resident = &account->residents[i];

        if (resident->guid != event->guid || resident->actor != event->actor ||
            (resident->phase != PB_RESIDENT_LEAVING && resident->phase != PB_RESIDENT_ONLINE))
            continue;
        /* The world may have thrown it out by itself. */
        if (resident->phase == PB_RESIDENT_ONLINE)
            pb_coordinator_remove(population->options.coordinator, resident->bot);
        population->stats.logouts++;
        pb_resident_set_phase(population, resident, PB_RESIDENT_OFFLINE);
    }
}

static void on_deleted(struct pb_population *population, struct pb_resident_account *account,
                       const struct pb_world_event *event)
{
    struct pb_resident *resident = find_request(account, event->request, PB_RESIDENT_DELETING);

    if (!resident)
        return;
    if (event->error) {
        pb_resident_pause(population, resident, PB_RESIDENT_OFFLINE);
        return;
    }
    resident->guid = 0;
    pb_resident_set_phase(population, resident, PB_RESIDENT_EMPTY);
    account->is_full = 0;
    population->stats.characters--;
    population->stats.retired++;
}

void pb_population_hear(void *user, const struct pb_world_event *event)
{
    struct pb_population *population = user;
    struct pb_resident_account *account = pb_population_find(population, event->account_id);

    if (!account) {
        send_back(population, event);
        return;
    }
    switch (event->type) {
    case PB_WORLD_LISTED:
        on_listed(population, account, event);
        break;
    case PB_WORLD_CREATED:
        on_created(population, account, event);
        break;
    case PB_WORLD_LOGGED_IN:
        on_logged_in(population, account, event);
        break;
    case PB_WORLD_LOGGED_OUT:
        on_logged_out(population, account, event);
        break;
    case PB_WORLD_DELETED:
        on_deleted(population, account, event);
        break;
    default:
        break;
    }
}
