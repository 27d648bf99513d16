/* What stands before an Avro record's bytes in a Kafka value and says which schema wrote them. */
#include "codec/framing.h"

#include <assert.h>

enum { SINGLE_OBJECT_HEADER = 10 };
static const uint8_t single_object_magic[] = {0xC3, 0x01};

const char *const framing_names[] = {"single_object", "raw", "confluent", NULL};

static struct merit_fault fault_of(enum merit_bad bad, const char *reason)
{
    return (struct merit_fault){bad, "value", reason};
}

static struct merit_fault read_single_object(const struct schema_set *set,
                                             enum record_kind kind,
                                             struct bytes value,
                                             struct framed *ret_framed)
{
    if (value.length < SINGLE_OBJECT_HEADER ||
        memcmp(value.at, single_object_magic, sizeof single_object_magic) != 0) {
        return fault_of(MERIT_BAD_UNDECODABLE,
                        "does not begin with C3 01 and a fingerprint (framing single_object)");
    }
    uint64_t fingerprint;
    memcpy(&fingerprint, value.at + sizeof single_object_magic, sizeof fingerprint);
    const struct plan *plan = NULL;
    bool known = fingerprint == set->fingerprints[kind];
    if (kind < RECORD_INPUTS) {
        plan = schema_set_plan(set, (enum merit_event_kind)kind, fingerprint);
        known = plan != NULL;
    }
    if (!known) {
        return schema_set_knows(set, fingerprint)
                   ? fault_of(MERIT_BAD_UNDECODABLE,
                              "was written with the schema of another record")
                   : fault_of(MERIT_BAD_UNKNOWN_SCHEMA,
                              "names a schema by a fingerprint that is not known: put it into "
                              "schemas.directory, folder writers");
    }
    ret_framed->plan = plan;
    ret_framed->body =
        (struct bytes){value.at + SINGLE_OBJECT_HEADER, value.length - SINGLE_OBJECT_HEADER};
    return (struct merit_fault){MERIT_BAD_NONE, NULL, NULL};
}

struct merit_fault framing_read(const struct schema_set *set,
                                enum record_kind kind,
                                enum framing framing,
                                struct bytes value,
                                struct framed *ret_framed)
{
    assert(framing != FRAMING_CONFLUENT);
    if (value.at == NULL) {
        return fault_of(MERIT_BAD_NULL_VALUE, "is null");
    }
    if (framing == FRAMING_SINGLE_OBJECT) {
        return read_single_object(set, kind, value, ret_framed);
    }
    ret_framed->plan = kind < RECORD_INPUTS ? &set->writers[kind].plans[0] : NULL;
    ret_framed->body = value;
    return (struct merit_fault){MERIT_BAD_NONE, NULL, NULL};
}

void framing_write(struct buffer *buffer,
                   const struct schema_set *set,
                   enum record_kind kind,
                   enum framing framing)
{
    assert(framing != FRAMING_CONFLUENT);
    if (framing == FRAMING_SINGLE_OBJECT) {
        uint8_t *at = buffer_extend(buffer, SINGLE_OBJECT_HEADER);
        memcpy(at, single_object_magic, sizeof single_object_magic);
        memcpy(at + sizeof single_object_magic, &set->fingerprints[kind],
               sizeof set->fingerprints[kind]);
    }
}
