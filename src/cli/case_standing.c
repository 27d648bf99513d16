/* Lines of a case that are standings: `standing PARTNER DESIGNATION ATTAINED..ANNIVERSARY`. */
#include "cli/case_standing.h"

/* The last word, where it is qualified=DAY; otherwise the day of attainment. */
static int32_t take_qualified(struct case_words *words, int32_t attained_day)
{
    static const char *const names[] = {"qualified", NULL};
    struct case_word name;
    struct case_word value;
    if (words->next == words->count ||
        !case_word_split(&words->words[words->next], &name, &value)) {
        return attained_day; /* a word of another kind is left for case_words_end */
    }
    (void)case_words_next(words);
    (void)case_word_choice(words, &name, names);
    return case_word_day(words, &value);
}

bool case_standing_read(struct arena *arena,
                        struct case_words *words,
                        struct merit_standing *ret_standing)
{
    struct merit_standing standing = {.attained_day = MERIT_NO_DAY};
    standing.partner_id = arena_text(arena, case_words_need(words, "a partner").text);
    standing.designation = arena_text(arena, case_words_need(words, "a designation").text);
    struct case_word range = case_words_need(words, "ATTAINED..ANNIVERSARY");
    case_word_range(words, &range, &standing.attained_day, &standing.anniversary_day);
    standing.last_qualified_day = take_qualified(words, standing.attained_day);
    case_words_end(words);
    if (words->failed) {
        return false;
    }
    struct merit_fault fault = merit_standing_check(&standing);
    if (fault.bad != MERIT_BAD_NONE) {
        yaml_error(words->node, 0, NULL, "%s: %s", fault.field, fault.reason);
        return false;
    }
    *ret_standing = standing;
    return true;
}
