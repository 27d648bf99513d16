/* The known word nearest to a mistyped one. */
#include "yaml/suggest.h"

enum { SUGGEST_WORD_MAX = 64 };

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment over three rows. */
static uint32_t edit_distance(struct merit_text a, struct merit_text b)
{
    uint32_t rows[3][SUGGEST_WORD_MAX + 1];
    for (uint32_t j = 0; j <= b.length; j++) {
        rows[0][j] = j;
    }
    for (uint32_t i = 1; i <= a.length; i++) {
        uint32_t *row = rows[i % 3];
        const uint32_t *above = rows[(i + 2) % 3];
        const uint32_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (uint32_t j = 1; j <= b.length; j++) {
            uint32_t change = above[j - 1] + (a.at[i - 1] != b.at[j - 1]);
            row[j] = least(change, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1]) {
                row[j] = least(row[j], two_above[j - 2] + 1);
            }
        }
    }
    return rows[a.length % 3][b.length];
}

size_t suggest_nearest(struct merit_text word, const struct merit_text *words, size_t count)
{
    size_t nearest = count;
    uint32_t limit = word.length / 3 + 1; /* a third of the letters may be wrong */
    if (word.length == 0 || word.length > SUGGEST_WORD_MAX) {
        return count;
    }
    for (size_t i = 0; i < count; i++) {
        if (words[i].length > SUGGEST_WORD_MAX) {
            continue;
        }
        uint32_t distance = edit_distance(word, words[i]);
        if (distance <= limit && distance < words[i].length) {
            nearest = i;
            limit = distance == 0 ? 0 : distance - 1;
            if (distance == 0) {
                break;
            }
        }
    }
    return nearest;
}
