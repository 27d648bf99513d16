/* `merit tail`: a topic's records as JSON lines. */
#ifndef CLI_TAIL_H
#define CLI_TAIL_H

/* Returns the exit code: 0, 1 failed, 2 bad usage. */
int cli_tail(int argc, char **argv);

#endif
