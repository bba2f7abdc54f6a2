#include "ai/population.h"
#include "ai/arrivals.h"
#include "base/chance.h"
#include <string.h>

/* Accounts that a tick looks at; room for so many more at a time. */
enum {
    LOOKS = 4096,
    /* That are on their way into the world at a time: what was read of them waits in memory until a tick
     * takes it, however far the database is behind. */
    ENTERING = 256,
    /* Once all are there each account is looked at every so many ticks: who has been there long enough, or is
     * to retire, is found soon enough. */
    SETTLED = 64,
    GROWTH = 64
};

static int is_past(const struct pb_population *population, uint32_t time_ms)
{
    return (int32_t)(population->now_ms - time_ms) >= 0;
}

int pb_population_new(struct pb_population **out, const struct pb_population_options *options)
{
    const struct pb_world *world = options->world;
    struct pb_population *population;

    if (!world->create_character || !world->list_characters || !world->read_list || !world->login ||
        !world->logout)
        return PB_E_unsupported;
    population = pb_memory_new(&options->memory, 1, sizeof *population);
    if (!population)
        return PB_E_no_memory;
    population->options = *options;
    population->settings = options->settings;
    population->chance = options->seed;
    if (pb_map_new(&population->map, &population->options.memory) != PB_OK ||
        pb_map_new(&population->called, &population->options.memory) != PB_OK) {
        pb_population_free(population);
        return PB_E_no_memory;
    }
    *out = population;
    return PB_OK;
}

void pb_population_free(struct pb_population *population)
{
    struct pb_memory memory;

    if (!population)
        return;
    memory = population->options.memory;
    pb_map_free(population->map);
    pb_map_free(population->called);
    pb_memory_free(&memory, population->accounts);
    pb_memory_free(&memory, population->free_accounts);
    pb_memory_free(&memory, population);
}

void pb_population_configure(struct pb_population *population, const struct pb_population_settings *settings)
{
    population->settings = *settings;
}

/* ---- Accounts ---- */

static int grow(struct pb_population *population)
{
    uint32_t wanted = population->capacity + population->capacity / 2 + GROWTH;
    const struct pb_memory *memory = &population->options.memory;
    struct pb_resident_account *accounts =
        pb_memory_resize(memory, population->accounts, wanted * sizeof *accounts);
    uint32_t *numbers;

    if (!accounts)
        return PB_E_no_memory;
    population->accounts = accounts;
    numbers = pb_memory_resize(memory, population->free_accounts, wanted * sizeof *numbers);
    if (!numbers)
        return PB_E_no_memory;
    population->free_accounts = numbers;
    population->capacity = wanted;
    return PB_OK;
}

int pb_population_add_account(struct pb_population *population, uint32_t account_id, uint64_t fence)
{
    struct pb_resident_account *account = pb_population_find(population, account_id);
    uint32_t at;

    if (account) {
        account->fence = fence;
        return PB_OK;
    }
    if (!population->free_count && population->count == population->capacity && grow(population) != PB_OK)
        return PB_E_no_memory;
    at = population->free_count ? population->free_accounts[population->free_count - 1] : population->count;
    if (pb_map_set(population->map, account_id, at + 1) != PB_OK)
        return PB_E_no_memory;
    if (population->free_count)
        population->free_count--;
    else
        population->count++;
    account = &population->accounts[at];
    memset(account, 0, sizeof *account);
    account->account_id = account_id;
    account->fence = fence;
    account->is_used = 1;
    account->since_ms = population->now_ms;
    population->phases[PB_RESIDENT_EMPTY] += PB_PER_ACCOUNT;
    population->stats.accounts++;
    return PB_OK;
}

static void forget(struct pb_population *population, struct pb_resident_account *account)
{
    uint32_t at = (uint32_t)(account - population->accounts);
    unsigned i;

    for (i = 0; i < PB_PER_ACCOUNT; i++) {
        if (account->residents[i].phase == PB_RESIDENT_ONLINE)
            pb_resident_send_out(population, &account->residents[i]);
        else if (account->residents[i].phase == PB_RESIDENT_CALLED)
            pb_arrivals_dismiss(population, &account->residents[i]);
        if (account->residents[i].guid)
            population->stats.characters--;
        population->phases[account->residents[i].phase]--;
    }
    /* Taking out needs no memory. */
    if (pb_map_set(population->map, account->account_id, 0) != PB_OK)
        PB_LOG(population->options.log, AI, ERROR, account->account_id,
               "it could not be taken out of the map");
    account->is_used = 0;
    population->free_accounts[population->free_count++] = at;
    population->stats.accounts--;
}

void pb_population_remove_account(struct pb_population *population, uint32_t account_id)
{
    struct pb_resident_account *account = pb_population_find(population, account_id);

    if (account)
        forget(population, account);
}

void pb_population_remove_all(struct pb_population *population)
{
    uint32_t i;

    for (i = 0; i < population->count; i++)
        if (population->accounts[i].is_used)
            forget(population, &population->accounts[i]);
}

void pb_population_stop(struct pb_population *population)
{
    population->is_stopping = 1;
}

int pb_population_is_empty(const struct pb_population *population)
{
    return !population->phases[PB_RESIDENT_ENTERING] && !population->phases[PB_RESIDENT_ONLINE] &&
           !population->phases[PB_RESIDENT_LEAVING];
}

/* ---- What is due ---- */

/* What the schedule wants now: between two hours in proportion. */
static uint32_t wanted_now(const struct pb_population *population, unsigned minute)
{
    const uint8_t *schedule = population->settings.schedule;
    unsigned hour = minute / 60 % 24, part = minute % 60;
    uint64_t percent = (uint64_t)schedule[hour] * (60 - part) + (uint64_t)schedule[(hour + 1) % 24] * part;

    return population->is_stopping ? 0 : (uint32_t)((uint64_t)population->settings.bots * percent / 6000);
}

/* Of an order to the world that is answered later. */
static uint32_t next_request(struct pb_population *population)
{
    population->orders++;
    return ++population->request;
}

static void list(struct pb_population *population, struct pb_resident_account *account)
{
    const struct pb_world *world = population->options.world;

    if (account->request || !is_past(population, account->since_ms))
        return;
    account->request = next_request(population);
    if (world->list_characters(world->self, account->request, account->account_id) != PB_OK) {
        account->request = 0;
        account->since_ms = population->now_ms + PB_RESIDENT_PAUSE_MS / 10;
    }
}

/* Makes a new character; 0 when that cannot be now. */
static int create(struct pb_population *population, struct pb_resident_account *account,
                  struct pb_resident *resident)
{
    const struct pb_world *world = population->options.world;
    struct pb_character_spec spec = {.account_id = account->account_id, .fence = account->fence};

    if (pb_race_choose(&population->settings.weights, &population->chance, &spec.race,
                       &spec.character_class) != PB_OK ||
        population->options.names.take(population->options.names.user, spec.name) != PB_OK)
        return 0;
    spec.gender = (uint8_t)pb_chance_below(&population->chance, 2);
    resident->request = next_request(population);
    resident->race = spec.race;
    resident->character_class = spec.character_class;
    if (world->create_character(world->self, resident->request, &spec) != PB_OK) {
        population->stats.create_errors++;
        pb_resident_pause(population, resident, PB_RESIDENT_EMPTY);
        return 0;
    }
    pb_resident_set_phase(population, resident, PB_RESIDENT_CREATING);
    return 1;
}

static int let_in(struct pb_population *population, struct pb_resident *resident)
{
    const struct pb_world *world = population->options.world;
    const struct pb_resident_account *account = pb_resident_account(population, resident);

    pb_arrivals_dismiss(population, resident);
    resident->request = next_request(population);
    if (world->login(world->self, resident->request, account->account_id, account->fence, resident->guid) !=
        PB_OK) {
        population->stats.login_errors++;
        pb_resident_pause(population, resident, PB_RESIDENT_OFFLINE);
        return 0;
    }
    pb_resident_set_phase(population, resident, PB_RESIDENT_ENTERING);
    return 1;
}

static int is_to_retire(const struct pb_population *population, const struct pb_resident *resident)
{
    return population->settings.retire_level && resident->level >= population->settings.retire_level &&
           population->options.world->delete_character;
}

static void retire(struct pb_population *population, struct pb_resident *resident)
{
    const struct pb_world *world = population->options.world;

    resident->request = next_request(population);
    if (world->delete_character(world->self, resident->request, resident->guid) == PB_OK)
        pb_resident_set_phase(population, resident, PB_RESIDENT_DELETING);
    else
        pb_resident_pause(population, resident, PB_RESIDENT_OFFLINE);
}

/* Characters that there are or will be. */
static uint32_t alive(const struct pb_population *population)
{
    return population->phases[PB_RESIDENT_CREATING] + population->phases[PB_RESIDENT_OFFLINE] +
           population->phases[PB_RESIDENT_CALLED] + population->phases[PB_RESIDENT_ENTERING] +
           population->phases[PB_RESIDENT_ONLINE] + population->phases[PB_RESIDENT_LEAVING];
}

/* One in, when one is missing: who waits before who has to be made. */
static void come(struct pb_population *population, struct pb_resident_account *account,
                 struct pb_resident *resident)
{
    if (resident->phase == PB_RESIDENT_OFFLINE) {
        pb_arrivals_call(population, resident);
    } else if (resident->phase == PB_RESIDENT_EMPTY && population->create_tokens >= 1000 &&
               !account->is_full && resident - account->residents < population->settings.per_account &&
               alive(population) < population->settings.bots) {
        if (create(population, account, resident))
            population->create_tokens -= 1000;
        else
            population->create_tokens = 0;
    }
}

/* One out: there are too many, or it has been long enough and another waits. */
static void go(struct pb_population *population, struct pb_resident *resident, int is_surplus)
{
    uint32_t stay_ms = population->settings.session_s * 1000;
    int is_over;

    if (resident->phase != PB_RESIDENT_ONLINE)
        return;
    resident->level = pb_coordinator_bots(population->options.coordinator)->row[resident->bot].status.level;
    /* Not all at the same time: a quarter more or less, by the character. */
    is_over = stay_ms && population->phases[PB_RESIDENT_OFFLINE] &&
              population->now_ms - resident->since_ms >
                  stay_ms - stay_ms / 4 + (uint32_t)(resident->guid * 2654435761u % (stay_ms / 2));
    if (is_surplus || is_over || is_to_retire(population, resident))
        pb_resident_send_out(population, resident);
}

static void earn_tokens(struct pb_population *population, uint32_t diff_ms)
{
    uint64_t logins = population->login_tokens + (uint64_t)population->settings.login_per_s * diff_ms;
    uint64_t created = population->create_tokens + (uint64_t)population->settings.create_per_s * diff_ms;
    uint32_t most_logins = population->settings.login_per_s * 1000,
             most_created = population->settings.create_per_s * 1000;

    population->login_tokens = logins > most_logins ? most_logins : (uint32_t)logins;
    population->create_tokens = created > most_created ? most_created : (uint32_t)created;
}

/* A thousand logins, or everybody's logout, are too much for one tick; and ten of one account may be, too.
 * Asked when something was done since `before`. */
static int is_time_over(struct pb_population *population, uint64_t before)
{
    const struct pb_population_time *time = &population->options.time;

    return population->orders != before && time->is_over && time->is_over(time->user, ++population->asked);
}

/* What is due for one account; 1 when there is no time for more. */
static int update_account(struct pb_population *population, struct pb_resident_account *account)
{
    uint32_t wanted = (uint32_t)population->stats.wanted;
    uint64_t before = population->orders;
    unsigned i;

    if (!account->is_listed) {
        if (!population->is_stopping)
            list(population, account);
        return is_time_over(population, before);
    }
    for (i = 0; i < PB_PER_ACCOUNT; i++) {
        struct pb_resident *resident = &account->residents[i];
        uint32_t inside = population->phases[PB_RESIDENT_ENTERING] + population->phases[PB_RESIDENT_ONLINE];

        before = population->orders;
        if (resident->phase == PB_RESIDENT_ONLINE)
            go(population, resident, inside > wanted);
        else if (!is_past(population, resident->since_ms))
            continue;
        else if (resident->phase == PB_RESIDENT_OFFLINE && is_to_retire(population, resident))
            retire(population, resident);
        else if (inside + population->phases[PB_RESIDENT_CALLED] + population->phases[PB_RESIDENT_CREATING] <
                 wanted)
            come(population, account, resident);
        if (is_time_over(population, before))
            return 1;
    }
    return 0;
}

/* Lets in who was called, place by place; 1 when there is no time for more. */
static int admit(struct pb_population *population)
{
    const uint32_t *phases = population->phases;
    struct pb_resident *resident;

    while ((resident = pb_arrivals_next(population))) {
        uint64_t before = population->orders;

        if (phases[PB_RESIDENT_ENTERING] + phases[PB_RESIDENT_ONLINE] >= population->stats.wanted) {
            pb_arrivals_dismiss(population, resident);
            continue;
        }
        if (population->login_tokens < 1000 || phases[PB_RESIDENT_ENTERING] >= ENTERING)
            return 0;
        if (let_in(population, resident))
            population->login_tokens -= 1000;
        if (is_time_over(population, before))
            return 1;
    }
    return 0;
}

/* Looks at the next accounts; 1 when there is no time for more. */
static int look_around(struct pb_population *population)
{
    uint32_t looks = population->count < LOOKS ? population->count : LOOKS;

    if (population->phases[PB_RESIDENT_ONLINE] == population->stats.wanted && !population->is_stopping)
        looks = (looks + SETTLED - 1) / SETTLED;
    while (looks--) {
        uint32_t at = population->cursor % population->count;

        population->cursor = (at + 1) % population->count;
        if (!population->accounts[at].is_used || !update_account(population, &population->accounts[at]))
            continue;
        /* The others of this account come first the next time. */
        population->cursor = at;
        return 1;
    }
    return 0;
}

void pb_population_update(struct pb_population *population, uint32_t diff_ms, unsigned minute)
{
    population->now_ms += diff_ms;
    population->stats.wanted = wanted_now(population, minute);
    population->asked = 0;
    earn_tokens(population, diff_ms);
    /* By turns, so that neither waits for long when one of them takes all the time. */
    population->is_admitting = !population->is_admitting;
    if (population->is_admitting)
        (void)(admit(population) || look_around(population));
    else
        (void)(look_around(population) || admit(population));
}

const struct pb_population_stats *pb_population_stats(struct pb_population *population)
{
    population->stats.online = population->phases[PB_RESIDENT_ONLINE];
    return &population->stats;
}

size_t pb_population_bytes(const struct pb_population *population)
{
    return population->capacity * (sizeof(struct pb_resident_account) + sizeof(uint32_t)) +
           pb_map_bytes(population->map) + pb_map_bytes(population->called);
}
