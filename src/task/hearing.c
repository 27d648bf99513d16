/* Which instances are heard in the owners topic, and whether this one can tell. */
#include "task/hearing.h"

void hearing_init(struct hearing *hearing, struct merit_text own, int64_t own_started_ms)
{
    *hearing = (struct hearing){.own = own, .own_started_ms = own_started_ms};
    owners_init(&hearing->owners);
    table_init(&hearing->heard);
}

void hearing_fini(struct hearing *hearing)
{
    owners_fini(&hearing->owners);
    table_fini(&hearing->heard);
}

/* ---- itself ------------------------------------------------------------------------------ */

/* Not of an earlier process of the same name. */
static bool is_own(const struct hearing *hearing, const struct owners_record *record)
{
    return merit_text_equal(record->instance, hearing->own) &&
           record->started_ms == hearing->own_started_ms;
}

static void hear_itself(struct hearing *hearing, int64_t now_ms)
{
    if (!hearing->hears_itself || now_ms - hearing->last_ms > HEARING_GAP_MS) {
        hearing->first_ms = now_ms;
    }
    hearing->hears_itself = true;
    hearing->last_ms = now_ms;
}

bool hearing_judges(const struct hearing *hearing, int64_t now_ms)
{
    return hearing->hears_itself && now_ms - hearing->last_ms <= HEARING_GAP_MS &&
           now_ms - hearing->first_ms > OWNERS_SILENT_MS;
}

/* ---- all --------------------------------------------------------------------------------- */

static struct bytes key_of(const struct owners_record *record, char key[OWNERS_KEY_MAX + 1])
{
    owners_key_write(record, key);
    return (struct bytes){(const uint8_t *)key, strlen(key)};
}

static void stamp(struct hearing *hearing, const struct owners_record *record, int64_t now_ms)
{
    char text[OWNERS_KEY_MAX + 1];
    struct bytes when = {(const uint8_t *)&now_ms, sizeof now_ms};
    (void)table_put(&hearing->heard, key_of(record, text), when);
}

int64_t hearing_silent_ms(const struct hearing *hearing,
                          const struct owners_record *held,
                          int64_t now_ms)
{
    char text[OWNERS_KEY_MAX + 1];
    struct table_value value = table_get(&hearing->heard, key_of(held, text));
    assert(value.length == sizeof now_ms);
    int64_t heard_ms;
    memcpy(&heard_ms, value.at, sizeof heard_ms);
    return now_ms - heard_ms;
}

bool hearing_is_live(const struct hearing *hearing,
                     const struct owners_record *held,
                     int64_t now_ms)
{
    return held->state != OWNERS_LEFT &&
           hearing_silent_ms(hearing, held, now_ms) <= OWNERS_SILENT_MS;
}

/* A process writes in order, whatever its clock does. */
static bool is_of_one_process(const struct owners_record *a, const struct owners_record *b)
{
    return merit_text_equal(a->instance, b->instance) && a->started_ms == b->started_ms;
}

/* Of a record that loses against the one held. */
static bool replaces_all_the_same(const struct hearing *hearing,
                                  const struct owners_record *read,
                                  int64_t now_ms)
{
    struct owners_record held;
    if (!owners_held(&hearing->owners, read, &held)) {
        return false;
    }
    if (is_of_one_process(&held, read) && read->generation >= held.generation) {
        return true;
    }
    return hearing_judges(hearing, now_ms) &&
           hearing_silent_ms(hearing, &held, now_ms) > OWNERS_SILENT_MS;
}

bool hearing_take(struct hearing *hearing, struct bytes value, int64_t now_ms)
{
    struct owners_record read;
    if (value.at == NULL || !owners_read(value, &read)) {
        return false;
    }
    if (is_own(hearing, &read)) {
        hear_itself(hearing, now_ms);
    }
    if (!owners_take(&hearing->owners, value)) {
        if (!replaces_all_the_same(hearing, &read, now_ms)) {
            return false;
        }
        owners_put(&hearing->owners, &read, value);
    }
    stamp(hearing, &read, now_ms);
    return true;
}

uint32_t hearing_live_instances(const struct hearing *hearing,
                                int64_t now_ms,
                                struct merit_text *ret_instances,
                                uint32_t max)
{
    uint32_t count = 0;
    size_t cursor = 0;
    struct owners_record record;
    while (count < max && owners_next(&hearing->owners, &cursor, &record)) {
        if (record.kind != OWNERS_INSTANCE || !hearing_is_live(hearing, &record, now_ms)) {
            continue;
        }
        uint32_t at = count++;
        for (; at > 0 && merit_text_compare(ret_instances[at - 1], record.instance) > 0; at--) {
            ret_instances[at] = ret_instances[at - 1];
        }
        ret_instances[at] = record.instance;
    }
    return count;
}
