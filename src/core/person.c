/* One person's certifications with one partner: a stored list, newest state of each. */
#include "core/person.h"

static int32_t or_never(int32_t day)
{
    return day == MERIT_NO_DAY ? MERIT_NEVER : day;
}

bool person_next(struct reader *reader, struct certificate *ret_certificate)
{
    if (reader_left(reader) == 0) {
        return false;
    }
    ret_certificate->code = reader_text(reader);
    ret_certificate->event_id = reader_text(reader);
    ret_certificate->occurred_at = reader_i64(reader);
    ret_certificate->achieved_day = reader_i32(reader);
    ret_certificate->expires_day = reader_i32(reader);
    ret_certificate->linked_day = reader_i32(reader);
    ret_certificate->unlinked_day = reader_i32(reader);
    return !reader->failed;
}

static void write_certificate(struct buffer *stored, const struct merit_event *event)
{
    const struct merit_certification *certification = &event->certification;
    buffer_text(stored, certification->certification);
    buffer_text(stored, event->event_id);
    buffer_i64(stored, event->occurred_at);
    buffer_i32(stored, certification->achieved_day);
    buffer_i32(stored, or_never(certification->expires_day));
    buffer_i32(stored, certification->linked_day == MERIT_NO_DAY ? certification->achieved_day
                                                                 : certification->linked_day);
    buffer_i32(stored, or_never(certification->unlinked_day));
}

bool person_is_full(struct bytes stored, struct merit_text code)
{
    struct reader reader = reader_of(stored);
    struct certificate certificate;
    uint32_t count = 0;
    while (person_next(&reader, &certificate)) {
        if (merit_text_equal(certificate.code, code)) {
            return false;
        }
        count++;
    }
    return count >= MERIT_PERSON_CERTIFICATIONS_MAX;
}

enum person_outcome person_put(struct buffer *stored, const struct merit_event *event)
{
    struct reader reader = reader_of(buffer_view(stored));
    struct merit_text code = event->certification.certification;
    uint32_t count = 0;
    for (;;) {
        const uint8_t *from = reader.at;
        struct certificate known;
        if (!person_next(&reader, &known)) {
            break;
        }
        count++;
        if (!merit_text_equal(known.code, code)) {
            continue;
        }
        if (event->occurred_at < known.occurred_at ||
            (event->occurred_at == known.occurred_at &&
             merit_text_compare(event->event_id, known.event_id) <= 0)) {
            return PERSON_UNCHANGED;
        }
        size_t offset = (size_t)(from - stored->bytes);
        size_t length = (size_t)(reader.at - from);
        memmove(stored->bytes + offset, stored->bytes + offset + length,
                stored->length - offset - length);
        stored->length -= length;
        write_certificate(stored, event);
        return PERSON_CHANGED;
    }
    if (count >= MERIT_PERSON_CERTIFICATIONS_MAX) {
        return PERSON_FULL;
    }
    write_certificate(stored, event);
    return PERSON_CHANGED;
}

static int32_t next_of(int32_t due, int32_t candidate, int32_t day)
{
    return candidate > day && candidate < due ? candidate : due;
}

bool person_holds(const struct merit_program *program,
                  struct bytes stored,
                  int32_t day,
                  struct merit_code_set *ret_held,
                  int32_t *ret_due_day)
{
    struct reader reader = reader_of(stored);
    struct certificate certificate;
    int32_t due = MERIT_NEVER;
    *ret_held = (struct merit_code_set){{0}};
    while (person_next(&reader, &certificate)) {
        uint32_t code = merit_program_code(program, certificate.code);
        if (code == program->code_count) {
            continue;
        }
        int32_t from = certificate.achieved_day > certificate.linked_day ? certificate.achieved_day
                                                                         : certificate.linked_day;
        if (from <= day && day < certificate.expires_day && day < certificate.unlinked_day) {
            ret_held->words[code / 64] |= UINT64_C(1) << (code % 64);
        }
        due = next_of(due, from, day);
        due = next_of(due, certificate.expires_day, day);
        due = next_of(due, certificate.unlinked_day, day);
    }
    *ret_due_day = due;
    return !reader.failed;
}
