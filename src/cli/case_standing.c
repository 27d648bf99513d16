/* Lines of a case that are standings: `standing PARTNER DESIGNATION ATTAINED..ANNIVERSARY`. */
#include "cli/case_standing.h"

/* The last word, where it is qualified=DAY; otherwise the day of attainment. */
static int32_t take_qualified(struct case_words *words, int32_t attained_day)
{
    static const char *const names[] = {"qualified", NULL};
    const struct case_word *word = case_words_next(words);
    struct case_word name;
    struct case_word value;
    if (word == NULL) {
        return attained_day;
    }
    if (!case_word_split(word, &name, &value)) {
        if (!words->failed) {
            case_words_fail(words, word, NULL, "unexpected word '%.*s'", (int)word->text.length,
                            word->text.at);
        }
        return attained_day;
    }
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
    const struct case_word *rest = case_words_next(words);
    if (rest != NULL && !words->failed) {
        case_words_fail(words, rest, NULL, "unexpected word '%.*s'", (int)rest->text.length,
                        rest->text.at);
    }
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
