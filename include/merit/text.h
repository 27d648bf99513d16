/* A borrowed run of bytes: ids, products and codes as they stand in an event or a stored record. */
#ifndef MERIT_TEXT_H
#define MERIT_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Not terminated. `at` NULL is null (an optional field that was left out), which differs from the
 * empty text. The bytes belong to whoever made the text and must outlive it. */
struct merit_text {
    const char *at;
    uint32_t length;
};

static inline struct merit_text merit_text_of(const char *string)
{
    return (struct merit_text){string, string == NULL ? 0 : (uint32_t)strlen(string)};
}

static inline bool merit_text_is_null(struct merit_text text)
{
    return text.at == NULL;
}

static inline bool merit_text_equal(struct merit_text a, struct merit_text b)
{
    if (a.at == NULL || b.at == NULL) {
        return a.at == NULL && b.at == NULL;
    }
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

/* Byte order; null comes first. Below 0, 0 or above 0. */
static inline int merit_text_compare(struct merit_text a, struct merit_text b)
{
    if (a.at == NULL || b.at == NULL) {
        return (a.at != NULL) - (b.at != NULL);
    }
    uint32_t common = a.length < b.length ? a.length : b.length;
    int order = common == 0 ? 0 : memcmp(a.at, b.at, common);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

#endif
