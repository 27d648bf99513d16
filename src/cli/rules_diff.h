/* `merit rules diff`: what changed in the rules between two days. */
#ifndef CLI_RULES_DIFF_H
#define CLI_RULES_DIFF_H

/* Runs it; argv[0] is "diff". Its exit code. */
int cli_rules_diff(int argc, char **argv);

#endif
