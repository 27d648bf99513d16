/* Small rule files written in a test, and what is said about them. */
#ifndef RULES_SAMPLE_H
#define RULES_SAMPLE_H

#include "rules/version_read.h"
#include "yaml/yaml.h"

struct sample {
    struct arena arena;
    struct yaml_errors errors;
    struct yaml_file file;
    struct yaml_node *root;
};

static inline void sample_open(struct sample *sample, const char *text)
{
    *sample = (struct sample){.file = {.path = "sample.yaml",
                                       .noun = "a rule file",
                                       .example = "designation: modern_work",
                                       .context = "SK"}};
    yaml_errors_init(&sample->errors);
    sample->file.bytes = merit_text_of(text);
    sample->file.arena = &sample->arena;
    sample->file.errors = &sample->errors;
    sample->root = yaml_parse(&sample->file);
}

static inline void sample_close(struct sample *sample)
{
    yaml_errors_fini(&sample->errors);
    arena_fini(&sample->arena);
}

/* The faults so far contain this text. */
static inline bool sample_says(const struct sample *sample, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at + length <= sample->errors.text.length; at++) {
        if (memcmp(sample->errors.text.bytes + at, text, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The value of a key of the file. */
static inline struct rules_value sample_value(const struct sample *sample, const char *key)
{
    return value_of(yaml_child(sample->root, key), VALUE_SOURCED);
}

static inline bool text_is(struct merit_text text, const char *expected)
{
    return merit_text_equal(text, merit_text_of(expected));
}

/* A version with one set of products `all`, its metrics following. */
#define SAMPLE_HEAD                                                                                \
    "designation: sample\n"                                                                        \
    "title: Sample\n"                                                                              \
    "effective: 2022-10-03 [S]\n"                                                                  \
    "qualifies: 70 of 100 points [S]\n"                                                            \
    "month_closes_after_days: 0 [S]\n"                                                             \
    "products:\n"                                                                                  \
    "  all:\n"                                                                                     \
    "    include:\n"                                                                               \
    "      - m365/* [S]\n"                                                                         \
    "      - d365/retail [S]\n"

/* A metric that is a block of these lines, worth all the points. */
#define SAMPLE_METRIC(lines)                                                                       \
    SAMPLE_HEAD "metrics:\n"                                                                       \
                "  first:\n"                                                                       \
                "    points: 100 [S]\n" lines

/* Reads a whole version; its faults stand in the sample. */
static inline const struct rules_version *sample_version(struct sample *sample, const char *text)
{
    sample_open(sample, text);
    struct rules_version *version = arena_allocate(&sample->arena, sizeof *version);
    if (sample->root != NULL) {
        version_read(version, sample->root, "");
    }
    return version;
}

#endif
