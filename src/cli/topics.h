/* `merit topics`: makes the topics, or says what is wrong with them. */
#ifndef CLI_TOPICS_H
#define CLI_TOPICS_H

/* Returns the exit code: 0, 1 failed, 2 bad usage, 3 (check) something is wrong. */
int cli_topics(int argc, char **argv);

#endif
