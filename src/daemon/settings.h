/* The table of all settings: one row says name, type, range, default and unit. */
#ifndef DAEMON_SETTINGS_H
#define DAEMON_SETTINGS_H

#include "daemon/config.h"

enum setting_type {
    SETTING_TEXT,       /* const char *: least to most bytes */
    SETTING_NAME,       /* the same of letters, digits, '.', '_' and '-' */
    SETTING_SERVERS,    /* the same: HOST:PORT, separated by commas */
    SETTING_ADDRESS,    /* the same: HOST:PORT, or nothing */
    SETTING_NUMBER,     /* int64_t: least to most */
    SETTING_HUNDREDTHS, /* int64_t: hundredths, as a number of up to two decimals is written */
    SETTING_CHOICE,     /* an enum: index among the words */
    SETTING_DAY,        /* int32_t: YYYY-MM-DD */
    SETTING_THRESHOLDS, /* struct config_thresholds: a list of numbers, least to most, ascending */
    SETTING_PROPERTIES, /* struct config_properties: a block of any keys */
};

struct setting {
    const char *key; /* "commit.interval_ms" */
    enum setting_type type;
    size_t at; /* of its field in struct config */
    int64_t least;
    int64_t most;
    const char *initial; /* the default as it would be written; "": nothing, which may be written
                          * too; NULL: must be given */
    const char *about;   /* the unit of a number, the words of a choice, what a text is */
};

extern const struct setting settings[];
extern const size_t settings_count;

/* The section that all keys of kafka.properties begin with, as far as its last '.'. */
#define SETTINGS_PROPERTIES_PREFIX "kafka.properties."
enum { SETTINGS_VARIABLE_BYTES = 64 };

/* The row of a key; NULL where there is none. */
const struct setting *settings_find(struct merit_text key);
size_t settings_index(const struct setting *setting);

/* "MERITD_COMMIT_INTERVAL_MS" of "commit.interval_ms", terminated. */
void settings_variable(const struct setting *setting, char ret_name[SETTINGS_VARIABLE_BYTES]);

/* What may stand directly below a section, separated by spaces, in the arena; "" is the file
 * itself. The empty text where no key begins so. */
const char *settings_children(struct arena *arena, struct merit_text section);

#endif
