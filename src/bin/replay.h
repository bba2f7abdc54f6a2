/* Replay: does a recorded run again, without a database and as fast as it goes, and compares. */
#ifndef PB_BIN_REPLAY_H
#define PB_BIN_REPLAY_H

enum { PB_REPLAY_SAME = 0, PB_REPLAY_DIFFERS = 4, PB_REPLAY_DAMAGED = 5 };

/* Prints what came of it. Returns one of the above: an exit code. */
int pb_replay(const char *path);

#endif
