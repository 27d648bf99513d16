/* How many bytes a task's state takes, by what is kept. */
#include "sizes.h"

#include "measure.h"

#include <stdio.h>

enum { KINDS = 256, NAME_BYTES = 96 };

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

static void measure_sizes(const struct table *state, struct size ret_sizes[KINDS])
{
    size_t cursor = 0;
    struct bytes key;
    struct bytes value;
    memset(ret_sizes, 0, KINDS * sizeof *ret_sizes);
    while (table_walk(state, &cursor, &key, &value)) {
        ret_sizes[key.at[0]].count++;
        ret_sizes[key.at[0]].bytes += key.length + value.length;
    }
}

uint64_t sizes_of_series(struct world *world, char stage, uint64_t *ret_count)
{
    struct size sizes[KINDS];
    measure_sizes(&world->ensemble.tasks[0].state, sizes);
    *ret_count = sizes[(unsigned char)stage].count;
    return sizes[(unsigned char)stage].bytes;
}

static void say(const char *prefix, const char *name, double value, const char *unit)
{
    char text[NAME_BYTES];
    (void)snprintf(text, sizeof text, "%s%s", prefix, name);
    measure_say(text, value, unit);
}

void sizes_say(struct world *world, const char *prefix)
{
    const struct table *state = &world->ensemble.tasks[0].state;
    struct size sizes[KINDS];
    measure_sizes(state, sizes);
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++) {
        uint64_t count = sizes[(unsigned char)groups[g].kinds[0]].count;
        uint64_t bytes = 0;
        for (const char *kind = groups[g].kinds; *kind != '\0'; kind++) {
            bytes += sizes[(unsigned char)*kind].bytes;
        }
        char name[NAME_BYTES];
        (void)snprintf(name, sizeof name, "state of a %s (of %llu)", groups[g].name,
                       (unsigned long long)count);
        say(prefix, name, count == 0 ? 0 : (double)bytes / (double)count, "bytes");
    }
    double reports = (double)world->workload.series * (double)world->workload.config.months;
    say(prefix, "state: records", (double)state->count, "");
    say(prefix, "state: keys and values", (double)state->bytes / 1e6, "MB");
    say(prefix, "state: memory taken for it", (double)state->memory / 1e6, "MB");
    say(prefix, "state: memory, per report loaded", (double)state->memory / reports, "bytes");
}
