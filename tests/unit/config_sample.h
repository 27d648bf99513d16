/* Settings written in a test, and what is said about them. */
#ifndef CONFIG_SAMPLE_H
#define CONFIG_SAMPLE_H

#include "daemon/config_sources.h"
#include "merit/day.h"

struct config_sample {
    struct config_load load;
    struct config *config;
    struct yaml_errors errors;
};

static inline void config_sample_open(struct config_sample *sample)
{
    *sample = (struct config_sample){.config = config_new()};
    yaml_errors_init(&sample->errors);
    sample->load.config = sample->config;
    sample->load.errors = &sample->errors;
    config_take_defaults(&sample->load);
}

static inline void config_sample_close(struct config_sample *sample)
{
    config_free(sample->config);
    yaml_errors_fini(&sample->errors);
}

/* The faults so far contain this text. */
static inline bool config_sample_says(const struct config_sample *sample, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at + length <= sample->errors.text.length; at++) {
        if (memcmp(sample->errors.text.bytes + at, text, length) == 0) {
            return true;
        }
    }
    return false;
}

static inline bool config_sample_file(struct config_sample *sample, const char *text)
{
    return config_take_bytes(&sample->load, "meritd.yaml", merit_text_of(text));
}

/* Whether the value is good, and what is said where it is not. */
static inline bool config_sample_set(struct config_sample *sample, const char *override)
{
    uint32_t before = sample->errors.count;
    config_take_override(&sample->load, override);
    return sample->errors.count == before;
}

#endif
