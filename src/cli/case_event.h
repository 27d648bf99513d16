/* Lines of a case that are events: usage, claim, cert, again; and standings. */
#ifndef CLI_CASE_EVENT_H
#define CLI_CASE_EVENT_H

#include "merit/standing.h"
#include "yaml/yaml.h"

enum { CASE_EVENTS_MAX = 100000 }; /* of one test */

/* An event, or a standing, and the line it comes from. */
struct case_event {
    struct case_event *next;
    const struct yaml_node *node;
    const struct merit_standing *standing; /* NULL: it is the event */
    struct merit_event event;
};

/* Writes down the events of one test in their order. */
struct case_scribe {
    struct arena *arena;
    int32_t day;    /* on which they arrive, and happen unless said otherwise */
    uint32_t count; /* events of the test so far; they are called e1, e2, ... */
    struct case_event *first;
    struct case_event *last;
};

/* Adds the events of a line; what is wrong is said. */
void case_event_read(struct case_scribe *scribe, const struct yaml_node *node);

#endif
