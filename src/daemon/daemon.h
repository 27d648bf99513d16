/* The daemon as a whole: from a configuration to workers that run, until it is asked to stop. */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include "daemon/options.h"

/* Runs until SIGTERM or SIGINT, or until it cannot go on. The exit code of the contract (§6): 0
 * stopped as asked, 2 bad configuration, rules or topics (nothing was changed), 1 anything else. */
int daemon_run(const struct daemon_options *options);

#endif
