/* `merit replay`: events from files through the core, without Kafka. */
#ifndef CLI_REPLAY_H
#define CLI_REPLAY_H

/* argv[0] is "replay". Returns the exit code of contract §6: 0, 3 where a line was bad, 2 bad usage
 * or rules (nothing printed), 1 anything else. */
int cli_replay(int argc, char **argv);

#endif
