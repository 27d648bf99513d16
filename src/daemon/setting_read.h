/* One setting's value as somebody wrote it, to its field of the configuration. */
#ifndef DAEMON_SETTING_READ_H
#define DAEMON_SETTING_READ_H

#include "daemon/settings.h"
#include "yaml/yaml.h"

/* False where the value is wrong: said, and the field is left alone. Nothing written, where that is
 * allowed, gives 0, "" or MERIT_NO_DAY. Not for kafka.properties. */
bool setting_read(const struct setting *setting,
                  const struct yaml_node *node,
                  struct config *config);

/* Whether the text is a list of HOST, HOST:PORT or [ADDRESS]:PORT separated by commas; `single` for
 * exactly one, with its port. */
bool setting_servers_valid(struct merit_text text, bool single);

#endif
