/* House vault: a store that keeps auctions and letters beside characters, in memory, for tests in which a
 * process ends without a word and the next one begins with what it had handed over. */
#ifndef PB_TESTS_REALM_HOUSE_VAULT_H
#define PB_TESTS_REALM_HOUSE_VAULT_H

#include "house_fixture.h"

enum { KEPT = 4096 };

/* What the store has beside characters. */
struct vault {
    struct fixture *fixture;
    struct pb_realm_auction auctions[KEPT];
    struct pb_realm_letter letters[KEPT];
    struct pb_realm_deeds told; /* lent with the answer */
    uint32_t auction_count, letter_count, clock_s, last_auction;
    uint64_t last_letter, chance;
    unsigned is_asked, refusals, handed_over;
    int is_away, is_undone;
};

static struct vault vault;

static inline int open_market(void *user)
{
    (void)user;
    vault.is_asked = !vault.is_away;
    return vault.is_away ? PB_E_busy : PB_OK;
}

static inline int save_deeds(void *user, const struct pb_realm_deeds *deeds)
{
    uint32_t i, k;

    if (vault.is_away || (vault.refusals && pb_seed_below(&vault.chance, 3) == 0))
        return PB_E_busy;
    for (i = 0; i < deeds->character_count; i++)
        assert_int_equal(pb_memory_store_save(&vault.fixture->store, &deeds->characters[i]), PB_OK);
    for (i = 0; i < deeds->auction_count; i++) {
        const struct pb_realm_auction *auction = &deeds->auctions[i];

        for (k = 0; k < vault.auction_count && vault.auctions[k].auction_id != auction->auction_id; k++)
            ;
        if (!auction->count && k < vault.auction_count)
            vault.auctions[k] = vault.auctions[--vault.auction_count];
        else if (auction->count)
            vault.auctions[k] = *auction;
        vault.auction_count += auction->count && k == vault.auction_count;
        assert_true(vault.auction_count < KEPT);
    }
    for (i = 0; i < deeds->letter_count; i++) {
        const struct pb_realm_letter *letter = &deeds->letters[i];

        for (k = 0; k < vault.letter_count && vault.letters[k].mail.mail_id != letter->mail.mail_id; k++)
            ;
        if (!letter->to && k < vault.letter_count)
            vault.letters[k] = vault.letters[--vault.letter_count];
        else if (letter->to)
            vault.letters[k] = *letter;
        vault.letter_count += letter->to && k == vault.letter_count;
        assert_true(vault.letter_count < KEPT);
    }
    vault.clock_s = deeds->clock_s;
    vault.last_auction = deeds->last_auction;
    vault.last_letter = deeds->last_letter;
    vault.handed_over++;
    (void)user;
    return PB_OK;
}

static inline int by_letter(const void *a, const void *b)
{
    const struct pb_realm_letter *x = a, *y = b;

    return x->mail.mail_id < y->mail.mail_id ? -1 : x->mail.mail_id > y->mail.mail_id;
}

static inline int poll_all(void *user, struct pb_realm_answer *answer)
{
    if (vault.is_undone) {
        vault.is_undone = 0;
        *answer = (struct pb_realm_answer){.type = PB_REALM_UNDONE};
        return 1;
    }
    if (vault.is_asked) {
        vault.is_asked = 0;
        qsort(vault.letters, vault.letter_count, sizeof *vault.letters, by_letter);
        vault.told = (struct pb_realm_deeds){.auctions = vault.auctions,
                                             .letters = vault.letters,
                                             .auction_count = vault.auction_count,
                                             .letter_count = vault.letter_count,
                                             .clock_s = vault.clock_s,
                                             .last_auction = vault.last_auction,
                                             .last_letter = vault.last_letter,
                                             .is_last = 1};
        *answer = (struct pb_realm_answer){.type = PB_REALM_OPENED, .deeds = &vault.told};
        return 1;
    }
    return fixture_poll(user, answer);
}

/* A process that ends without a word, and the next one with what the store has. */
static inline void begin(struct fixture *fixture, uint64_t seed, uint32_t people)
{
    struct pb_realm_store store = fixture->realm->store;
    struct pb_realm_options options = fixture->realm->options;
    unsigned i;

    pb_realm_free(fixture->realm);
    store.open_market = open_market;
    store.save_deeds = save_deeds;
    store.poll = poll_all;
    options.store = &store;
    options.seed = seed;
    options.people = people;
    options.save_interval_ms = 5000;
    fixture->store.first = fixture->store.answer_count = 0;
    for (i = 0; i < fixture->store.count; i++)
        fixture->store.kept[i].character.is_online = 0;
    assert_int_equal(pb_realm_new(&fixture->realm, &options), PB_OK);
    fixture->world = pb_realm_world(fixture->realm);
}

static inline void begin_empty(struct fixture *fixture, uint64_t seed, uint32_t people)
{
    fixture_again(fixture, seed);
    memset(&vault, 0, sizeof vault);
    vault.fixture = fixture;
    vault.chance = seed;
    begin(fixture, seed, people);
}

/* All ore that the store has, wherever it lies. */
static inline uint64_t kept_ore(const struct fixture *fixture)
{
    uint64_t sum = 0;
    uint32_t i, k;

    for (i = 0; i < fixture->store.count; i++)
        for (k = 0; k < fixture->store.kept[i].character.item_count; k++)
            if (fixture->store.kept[i].items[k].entry == ORE)
                sum += fixture->store.kept[i].items[k].count;
    for (i = 0; i < vault.auction_count; i++)
        if (!pb_people_is(vault.auctions[i].seller))
            sum += vault.auctions[i].entry == ORE ? vault.auctions[i].count : 0;
    for (i = 0; i < vault.letter_count; i++)
        sum += vault.letters[i].mail.item == ORE ? vault.letters[i].mail.item_count : 0;
    return sum;
}

static inline uint64_t kept_money(const struct fixture *fixture)
{
    uint64_t sum = 0;
    uint32_t i;

    for (i = 0; i < fixture->store.count; i++)
        sum += fixture->store.kept[i].character.money;
    for (i = 0; i < vault.auction_count; i++)
        sum += vault.auctions[i].bid;
    for (i = 0; i < vault.letter_count; i++)
        sum += vault.letters[i].mail.money;
    return sum;
}

static inline uint64_t live_money(const struct fixture *fixture)
{
    uint64_t sum = fixture->realm->post->money + fixture->realm->houses->money;
    uint32_t i;

    for (i = 0; i < fixture->realm->actor_count; i++)
        sum += fixture->realm->actors[i].is_used ? fixture->realm->actors[i].money : 0;
    return sum;
}

/* People trade for two days before, which takes some updates. */
static inline void wait_open(struct fixture *fixture)
{
    unsigned i;

    for (i = 0; i < 200 && !fixture->realm->houses->is_open; i++)
        pb_realm_update(fixture->realm, 1000);
    fixture_hear(fixture);
    assert_true(fixture->realm->houses->is_open);
}

#endif
