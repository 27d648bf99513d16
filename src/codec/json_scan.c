/* What a JSON text's bytes must be before its grammar matters: UTF-8, and whole surrogate pairs. */
#include "codec/json_scan.h"

#include <stddef.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* Length of the sequence at `at`, 0 where it is not well-formed; `left` > 0 bytes may be read. */
static uint32_t sequence_length(const unsigned char *at, uint32_t left)
{
    unsigned char first = at[0];
    unsigned char least = 0x80; /* bounds of the second byte */
    unsigned char most = 0xBF;
    uint32_t length = 0;
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        least = first == 0xE0 ? 0xA0 : least;
        most = first == 0xED ? 0x9F : most;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        least = first == 0xF0 ? 0x90 : least;
        most = first == 0xF4 ? 0x8F : most;
    }
    if (length == 0 || length > left || at[1] < least || at[1] > most) {
        return 0;
    }
    for (uint32_t i = 2; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* Number of bytes before the first word with one that is not ASCII. */
static uint32_t ascii_length(const char *at, uint32_t length)
{
    uint32_t done = 0;
    while (length - done >= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, at + done, sizeof word);
        if ((word & HIGH_BITS) != 0) {
            break;
        }
        done += (uint32_t)sizeof word;
    }
    return done;
}

bool json_scan_utf8(struct merit_text text)
{
    uint32_t done = 0;
    while (done < text.length) {
        done += ascii_length(text.at + done, text.length - done);
        if (done < text.length) {
            uint32_t length =
                sequence_length((const unsigned char *)text.at + done, text.length - done);
            if (length == 0) {
                return false;
            }
            done += length;
        }
    }
    return true;
}

bool json_scan_escapes(struct merit_text text)
{
    return text.length > 0 && memchr(text.at, '\\', text.length) != NULL;
}

/* The code unit of an escape \uXXXX at `at`; -1 where there is none. */
static int32_t escape_unit(const char *at, size_t left)
{
    if (left < 6 || at[0] != '\\' || at[1] != 'u') {
        return -1;
    }
    int32_t unit = 0;
    for (int i = 2; i < 6; i++) {
        int32_t digit;
        if (at[i] >= '0' && at[i] <= '9') {
            digit = at[i] - '0';
        } else if ((at[i] | 0x20) >= 'a' && (at[i] | 0x20) <= 'f') {
            digit = (at[i] | 0x20) - 'a' + 10;
        } else {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

bool json_scan_surrogates(struct merit_text text)
{
    const char *at = text.at;
    const char *end = text.at + text.length;
    while ((at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
        int32_t unit = escape_unit(at, (size_t)(end - at));
        if (unit >= 0xD800 && unit <= 0xDBFF) {
            at += 6;
            int32_t low = escape_unit(at, (size_t)(end - at));
            if (low < 0xDC00 || low > 0xDFFF) {
                return false;
            }
            at += 6;
        } else if (unit >= 0xDC00 && unit <= 0xDFFF) {
            return false;
        } else {
            at += end - at < 2 ? 1 : 2;
        }
    }
    return true;
}
