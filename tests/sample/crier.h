/* Crier: a world of things and one auctioneer, for what measures houses. */
#ifndef PB_TESTS_SAMPLE_CRIER_H
#define PB_TESTS_SAMPLE_CRIER_H

#include "realm/content.h"

/* Puts the auctioneer `crier` into the middle of the map and finishes the content; `error`: of what was added
 * before. NULL: it cannot be. */
static inline struct pb_content *crier_finish(struct pb_content_builder *builder, int error, uint32_t crier)
{
    struct pb_content *content = NULL;

    if (error == PB_OK)
        error = pb_content_add_creature(builder, &(struct pb_creature_template){.entry = crier,
                                                                                .roles = PB_ROLE_AUCTIONEER,
                                                                                .level_min = 60,
                                                                                .level_max = 60,
                                                                                .name = "Crier"});
    if (error == PB_OK)
        error = pb_content_add_spawn(builder, crier, &(struct pb_position){0, 0, 0, 0, 12}, 60, 0);
    return error == PB_OK && pb_content_finish(builder, NULL, NULL, &content) == PB_OK ? content : NULL;
}

#endif
