#include "trade/partners.h"
#include "include/playerbot_error.h"

static struct pb_partner_account *set_of(const struct pb_partners *partners, uint64_t guid)
{
    uint64_t hash = guid * UINT64_C(0x9e3779b97f4a7c15);

    return &partners->accounts[(size_t)(hash >> 32 & (partners->sets - 1)) * PB_PARTNER_WAYS];
}

/* The account of a character on a day, or a place for it; NULL: neither. */
static struct pb_partner_account *place_of(const struct pb_partners *partners, uint64_t guid, uint32_t day)
{
    struct pb_partner_account *set, *place = NULL;
    unsigned i;

    if (!partners->sets || !guid)
        return NULL;
    set = set_of(partners, guid);
    for (i = 0; i < PB_PARTNER_WAYS; i++) {
        if (set[i].guid == guid)
            return &set[i];
        if (!place && (!set[i].guid || set[i].day != day))
            place = &set[i];
    }
    return place;
}

int pb_partners_reserve(struct pb_partners *partners, uint32_t count, const struct pb_memory *memory)
{
    struct pb_partners bigger = {.sets = 1, .refused = partners->refused};
    size_t i, old = (size_t)partners->sets * PB_PARTNER_WAYS;

    /* Half full on the mean, so that a set is hardly ever full before the whole. */
    while ((uint64_t)bigger.sets * PB_PARTNER_WAYS < (uint64_t)count * 2)
        bigger.sets *= 2;
    if (bigger.sets <= partners->sets)
        return PB_OK;
    bigger.accounts = pb_memory_new(memory, (size_t)bigger.sets * PB_PARTNER_WAYS, sizeof *bigger.accounts);
    if (!bigger.accounts)
        return PB_E_no_memory;
    /* A set becomes several, so each finds a free place. */
    for (i = 0; i < old; i++) {
        struct pb_partner_account *place;

        if (!partners->accounts[i].guid)
            continue;
        for (place = set_of(&bigger, partners->accounts[i].guid); place->guid; place++)
            ;
        *place = partners->accounts[i];
    }
    pb_partners_release(partners, memory);
    *partners = bigger;
    return PB_OK;
}

void pb_partners_release(struct pb_partners *partners, const struct pb_memory *memory)
{
    pb_memory_free(memory, partners->accounts);
    partners->accounts = NULL;
    partners->sets = 0;
}

size_t pb_partners_bytes(const struct pb_partners *partners)
{
    return (size_t)partners->sets * PB_PARTNER_WAYS * sizeof *partners->accounts;
}

int pb_partners_find(const struct pb_partners *partners, uint64_t guid, uint32_t day, uint64_t *given,
                     uint32_t *trades)
{
    const struct pb_partner_account *account = place_of(partners, guid, day);
    int is_known = account && account->guid == guid && account->day == day;

    *given = is_known ? account->given : 0;
    *trades = is_known ? account->trades : 0;
    return account != NULL;
}

int pb_partners_charge(struct pb_partners *partners, uint64_t guid, uint32_t day, uint64_t copper)
{
    struct pb_partner_account *account = place_of(partners, guid, day);

    if (!account) {
        partners->refused++;
        return PB_E_limit_reached;
    }
    if (account->guid != guid || account->day != day)
        *account = (struct pb_partner_account){.guid = guid, .day = day};
    if (__builtin_add_overflow(account->given, copper, &account->given))
        account->given = UINT64_MAX;
    account->trades++;
    return PB_OK;
}

void pb_partners_raise(struct pb_partners *partners, uint64_t guid, uint32_t day, uint64_t given,
                       uint32_t trades)
{
    struct pb_partner_account *account = place_of(partners, guid, day);

    if (!account)
        return;
    if (account->guid != guid || account->day != day)
        *account = (struct pb_partner_account){.guid = guid, .day = day};
    if (account->given < given)
        account->given = given;
    if (account->trades < trades)
        account->trades = trades;
}

void pb_partners_refund(struct pb_partners *partners, uint64_t guid, uint32_t day, uint64_t copper)
{
    struct pb_partner_account *account = place_of(partners, guid, day);

    if (!account || account->guid != guid || account->day != day)
        return;
    account->given -= copper < account->given ? copper : account->given;
    account->trades -= account->trades > 0;
}
