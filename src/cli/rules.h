/* `merit rules`: are the rule files right, and what do they say on a day. */
#ifndef CLI_RULES_H
#define CLI_RULES_H

/* argv[0] is "rules". Exit code: 0, 2 for wrong usage or wrong rules (and then nothing on standard
 * output), 1 where standard output cannot be written. */
int cli_rules(int argc, char **argv);

#endif
