/* Command runs: the commands that are more than one question to the database. Tick thread. */
#ifndef PB_API_COMMAND_RUNS_H
#define PB_API_COMMAND_RUNS_H

#include "api/command.h"

int pb_run_help(struct pb_command_run *run);
int pb_run_status(struct pb_command_run *run);
int pb_run_metrics(struct pb_command_run *run);
int pb_run_reload(struct pb_command_run *run);
int pb_run_log_level(struct pb_command_run *run);
int pb_run_create(struct pb_command_run *run);
int pb_run_delete(struct pb_command_run *run);
/* What deletions and fixes would do. */
int pb_dry_delete(struct pb_command_run *run);
int pb_dry_show(struct pb_command_run *run);
int pb_dry_fix(struct pb_command_run *run);

/* command_bots.c: what needs a world. */
int pb_run_why(struct pb_command_run *run);
int pb_run_bots(struct pb_command_run *run);
int pb_run_bots_enable(struct pb_command_run *run);
int pb_run_bots_disable(struct pb_command_run *run);
int pb_run_caches(struct pb_command_run *run);
int pb_run_systems(struct pb_command_run *run);
int pb_run_systems_enable(struct pb_command_run *run);
int pb_run_systems_disable(struct pb_command_run *run);

/* command_market.c */
int pb_run_market(struct pb_command_run *run);
int pb_run_market_start(struct pb_command_run *run);
int pb_run_market_stop(struct pb_command_run *run);

#endif
