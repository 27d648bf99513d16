/* Settings as text for people. */
#ifndef DAEMON_CONFIG_PRINT_H
#define DAEMON_CONFIG_PRINT_H

#include "base/bytes.h"
#include "daemon/config.h"

/* A line "key: value" for each setting in the order of the table, with the variable or --set that
 * it came from; values of properties that are secrets are not shown. */
void config_print(const struct config *config, struct buffer *out);

#endif
