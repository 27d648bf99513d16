/* `merit produce`: events from files to the input topics. */
#ifndef CLI_PRODUCE_H
#define CLI_PRODUCE_H

/* Returns the exit code: 0, 1 failed, 2 bad usage, 3 some line was bad. */
int cli_produce(int argc, char **argv);

#endif
