/* How many members a group has, asked from outside it. */
#ifndef KAFKA_GROUP_MEMBERS_H
#define KAFKA_GROUP_MEMBERS_H

#include "kafka/client.h"

/* Of the application's group; a static member that is gone counts until its session is over. False:
 * it could not be found out. */
bool group_members_count(const struct kafka_settings *settings, uint32_t *ret_count, char *error);

#endif
