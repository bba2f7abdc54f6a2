#include "realm/deal.h"
#include "include/playerbot_error.h"

#define IN(state) (1u << (state))

enum {
    NONE = IN(PB_DEAL_NONE),
    ASKED = IN(PB_DEAL_ASKED),
    OPEN = IN(PB_DEAL_OPEN),
    HALF = IN(PB_DEAL_HALF),
    LIVE = ASKED | OPEN | HALF
};

static const struct pb_deal_rule rules[] = {
    {NONE, PB_DEAL_ASK, PB_DEAL_ASKED, PB_OK, "both are busy from now on"},
    {ASKED, PB_DEAL_AGREE, PB_DEAL_OPEN, PB_OK, "the window opens"},
    {ASKED, PB_DEAL_REFUSE, PB_DEAL_ENDED, PB_E_not_allowed, "the other does not want to"},
    {ASKED, PB_DEAL_LATE, PB_DEAL_ENDED, PB_E_timeout, "the question goes away by itself"},
    {OPEN, PB_DEAL_CHANGE, PB_DEAL_OPEN, PB_OK, "both see it"},
    {HALF, PB_DEAL_CHANGE, PB_DEAL_OPEN, PB_OK, "what was accepted is not what lies there now"},
    {OPEN, PB_DEAL_ACCEPT, PB_DEAL_HALF, PB_OK, "the other sees it"},
    {HALF, PB_DEAL_ACCEPT, PB_DEAL_DONE, PB_OK, "both at once, or neither"},
    {HALF, PB_DEAL_DOUBT, PB_DEAL_OPEN, PB_OK, "the money has gone, or would not fit: both think again"},
    {HALF, PB_DEAL_NO_ROOM, PB_DEAL_ENDED, PB_E_inventory_full, "the client closes the window"},
    {HALF, PB_DEAL_TOO_MANY, PB_DEAL_ENDED, PB_E_not_allowed, "the client closes the window"},
    {LIVE, PB_DEAL_CANCEL, PB_DEAL_ENDED, PB_E_cancelled, "either may, at any time"},
    {LIVE, PB_DEAL_LEAVE, PB_DEAL_ENDED, PB_E_gone, "nobody trades with who is not there"},
    {LIVE, PB_DEAL_DIE, PB_DEAL_ENDED, PB_E_dead, "the dead do not trade"},
    {LIVE, PB_DEAL_PART, PB_DEAL_ENDED, PB_E_too_far, "further than the client lets them"},
};

static const char *const names[PB_DEALS] = {"none", "asked", "open", "half", "done", "ended"};

const struct pb_deal_rule *pb_deal_rules(size_t *count)
{
    *count = sizeof rules / sizeof *rules;
    return rules;
}

const struct pb_deal_rule *pb_deal_after(enum pb_deal state, enum pb_deal_signal signal)
{
    size_t i;

    for (i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].signal == signal && rules[i].states & IN(state))
            return &rules[i];
    return NULL;
}

const char *pb_deal_name(enum pb_deal state)
{
    return names[state];
}
