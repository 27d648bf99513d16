/* `merit import`: standings that another program recorded, before meritd starts. */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

/* Returns the exit code: 0, 1 failed, 2 bad usage or it may not be done (any more), 3 some line was
 * bad. But for 0 nothing was imported. */
int cli_import(int argc, char **argv);

#endif
