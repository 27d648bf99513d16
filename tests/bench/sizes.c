/* How many bytes a task's state takes, by what is kept. */
#include "sizes.h"

#include "measure.h"

#include <stdio.h>

enum { KINDS = 256 };

struct size {
    uint64_t count;
    uint64_t bytes; /* keys and values */
};

/* Kinds of keys whose records are counted together, per record of the first. */
struct group {
    const char *name;
    const char *kinds;
};

static const struct group groups[] = {
    {"tenant's record, in attribution", "T"},
    {"series with stamps, in attribution", "S"},
    {"series, in scoring", "L"},
    {"contributor: record", "H"},
    {"contributor: vector", "V"},
    {"partner: all but contributors", "RUK"},
};

void sizes_say(struct world *world)
{
    const struct table *state = &world->ensemble.tasks[0].state;
    struct size sizes[KINDS] = {{0}};
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    while (table_walk(state, &cursor, &key, &value)) {
        sizes[key.at[0]].count++;
        sizes[key.at[0]].bytes += key.length + value.length;
    }
    measure_begin("f");
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++) {
        uint64_t count = sizes[(unsigned char)groups[g].kinds[0]].count;
        uint64_t bytes = 0;
        for (const char *kind = groups[g].kinds; *kind != '\0'; kind++) {
            bytes += sizes[(unsigned char)*kind].bytes;
        }
        char name[96];
        (void)snprintf(name, sizeof name, "state of a %s (of %llu)", groups[g].name,
                       (unsigned long long)count);
        measure_say(name, count == 0 ? 0 : (double)bytes / (double)count, "bytes");
    }
    double reports = (double)world->workload.series * (double)world->workload.config.months;
    measure_say("state: records", (double)state->count, "");
    measure_say("state: keys and values", (double)state->bytes / 1e6, "MB");
    measure_say("state: memory taken for it", (double)state->memory / 1e6, "MB");
    measure_say("state: memory, per report loaded", (double)state->memory / reports, "bytes");
    measure_say("process: resident memory", (double)measure_resident_bytes() / 1e6, "MB");
}
