/* `merit generate`: a realistic event history as JSON lines. */
#ifndef CLI_GENERATE_H
#define CLI_GENERATE_H

/* arguments[0] is "generate". Returns the exit code: 0, 2 bad usage (nothing was written), 1
 * standard output cannot be written. */
int cli_generate(int count, char **arguments);

#endif
