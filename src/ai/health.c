#include "ai/health.h"
#include "ai/load.h"
#include <stdio.h>
#include <string.h>

struct verdict {
    enum pb_health health;
    char *reasons;
    size_t size;
};

static void tell(struct verdict *verdict, const char *what, const char *unit, uint64_t value, uint64_t most,
                 const char *when)
{
    size_t length = strlen(verdict->reasons);

    snprintf(verdict->reasons + length, verdict->size - length, "%s%s is %llu%s, wanted at most %llu%s",
             length ? "; " : "", what, (unsigned long long)value, unit, (unsigned long long)most, when);
}

/* One check: beyond `yellow`, or beyond `red` (0: never red). */
static void check(struct verdict *verdict, const char *what, const char *unit, uint64_t value,
                  uint64_t yellow, uint64_t red)
{
    enum pb_health health = red && value > red ? PB_RED : value > yellow ? PB_YELLOW : PB_GREEN;

    if (health == PB_GREEN)
        return;
    if (health > verdict->health)
        verdict->health = health;
    tell(verdict, what, unit, value, health == PB_RED ? red : yellow, "");
}

/* A check of what a start brings with it, beyond `most`. */
static void check_start(struct verdict *verdict, const char *what, const char *unit, uint64_t value,
                        uint64_t most, uint32_t settling_s)
{
    char when[64];

    if (!settling_s) {
        check(verdict, what, unit, value, most, 0);
    } else if (value > most) {
        snprintf(when, sizeof when, " (settling for %u s: expected)", settling_s);
        tell(verdict, what, unit, value, most, when);
    }
}

enum pb_health pb_health_judge(const struct pb_health_input *input, char *reasons, size_t size)
{
    struct verdict verdict = {PB_GREEN, reasons, size};
    uint64_t over_permille = input->ticks ? input->over_budget_ticks * 1000 / input->ticks : 0;
    uint64_t faulty_permille = input->bots ? input->faulty_bots * 1000 / input->bots : 0;
    uint64_t missing_permille =
        input->wanted > input->bots ? (uint64_t)(input->wanted - input->bots) * 1000 / input->wanted : 0;

    reasons[0] = '\0';
    check(&verdict, "p99 of ticks", " us", input->tick_p99_us, input->budget_us + input->budget_us / 10,
          input->budget_us + input->budget_us / 2);
    check(&verdict, "share of ticks over budget", " per mille", over_permille, 25, 50);
    check(&verdict, "age of the latest class", " % of what is stated", input->late_percent, 50, 100);
    check(&verdict, "systems switched off by faults", "", input->systems_disabled, 0, 0);
    if (input->systems_disabled)
        verdict.health = PB_RED;
    check(&verdict, "systems resting from faults", "", input->systems_resting, 0, 0);
    check(&verdict, "bots with a faulty system", " per mille", faulty_permille, 50, 100);
    check_start(&verdict, "stretch of intervals", " %", input->load_percent, PB_LOAD_MAX - 1,
                input->settling_s);
    check(&verdict, "memory per bot", " bytes", input->bytes_per_bot, 10 << 20, 0);
    check_start(&verdict, "bots missing", " per mille", missing_permille, 100, input->settling_s);
    check(&verdict, "database away", "", input->is_database_away ? 1 : 0, 0, 0);
    return verdict.health;
}

const char *pb_health_name(enum pb_health health)
{
    return health == PB_GREEN ? "GREEN" : health == PB_YELLOW ? "YELLOW" : "RED";
}
