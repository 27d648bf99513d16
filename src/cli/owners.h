/* `merit owners`: which instance has which task. */
#ifndef CLI_OWNERS_H
#define CLI_OWNERS_H

/* Returns the exit code: 0, 1 failed, 2 bad usage. */
int cli_owners(int argc, char **argv);

#endif
