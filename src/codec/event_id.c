/* The ids of output events: the same for the same event after any restart. */
#include "codec/event_id.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static void text_add(XXH3_state_t *state, struct merit_text text)
{
    if (text.length > 0) {
        XXH3_128bits_update(state, text.at, text.length);
    }
    XXH3_128bits_update(state, "", 1);
}

void event_id_write(const struct event_id_parts *parts, char ret_text[EVENT_ID_LENGTH])
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    text_add(&state, merit_text_of(parts->application_id));
    text_add(&state, merit_text_of(parts->topic));
    text_add(&state, parts->partner_id);
    text_add(&state, merit_text_of(parts->designation));
    unsigned char sequence[8];
    for (uint32_t i = 0; i < sizeof sequence; i++) {
        sequence[i] = (unsigned char)((uint64_t)parts->sequence >> (8 * i));
    }
    XXH3_128bits_update(&state, sequence, sizeof sequence);

    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    for (size_t i = 0; i < sizeof canonical.digest; i++) {
        ret_text[2 * i] = "0123456789abcdef"[canonical.digest[i] >> 4];
        ret_text[2 * i + 1] = "0123456789abcdef"[canonical.digest[i] & 15];
    }
}
