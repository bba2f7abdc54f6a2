#include "ai/arrivals.h"

static uint32_t number_of(const struct pb_population *population, const struct pb_resident *resident)
{
    const struct pb_resident_account *account = pb_resident_account(population, resident);

    return (uint32_t)((account - population->accounts) * PB_PER_ACCOUNT + (resident - account->residents));
}

/* NULL for 0, which is nobody; others are a number + 1. */
static struct pb_resident *resident_at(struct pb_population *population, uint32_t at)
{
    return at ? &population->accounts[(at - 1) / PB_PER_ACCOUNT].residents[(at - 1) % PB_PER_ACCOUNT] : NULL;
}

void pb_arrivals_call(struct pb_population *population, struct pb_resident *resident)
{
    uint32_t number = number_of(population, resident),
             first = pb_map_get(population->called, resident->place);

    if (pb_map_set(population->called, resident->place, number + 1) != PB_OK)
        return;
    resident->queue.next = first;
    resident->queue.before = 0;
    if (first)
        resident_at(population, first)->queue.before = number + 1;
    pb_resident_set_phase(population, resident, PB_RESIDENT_CALLED);
}

/* Out of the list of its place. */
static void take_out(struct pb_population *population, const struct pb_resident *resident)
{
    struct pb_resident *before = resident_at(population, resident->queue.before),
                       *next = resident_at(population, resident->queue.next);

    if (next)
        next->queue.before = resident->queue.before;
    if (before)
        before->queue.next = resident->queue.next;
    else
        (void)!pb_map_set(population->called, resident->place, resident->queue.next); /* needs no memory */
}

void pb_arrivals_dismiss(struct pb_population *population, struct pb_resident *resident)
{
    take_out(population, resident);
    pb_resident_set_phase(population, resident, PB_RESIDENT_OFFLINE);
}

struct pb_resident *pb_arrivals_next(struct pb_population *population)
{
    uint32_t first = pb_map_get(population->called, population->calling);
    unsigned round;

    /* On to the next place that has some; behind the last one the first ones follow. */
    for (round = 0; !first && round < 2; round++)
        if (!pb_map_next(population->called, &population->calling_at, &population->calling, &first))
            population->calling_at = first = 0;
    return resident_at(population, first);
}
