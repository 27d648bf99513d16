/* The names of reasons, and what is near. */
#include "merit/explain.h"

static const struct {
    const char *code;
    const char *text;
} reasons[] = {
#define REASON_ROW(name, text) {#name, text},
    MERIT_REASON_MAP(REASON_ROW)
#undef REASON_ROW
};

const char *merit_reason_code(enum merit_reason reason)
{
    return reason < MERIT_REASON_COUNT ? reasons[reason].code : "";
}

const char *merit_reason_text(enum merit_reason reason)
{
    return reason < MERIT_REASON_COUNT ? reasons[reason].text : "";
}

struct merit_ratio merit_contribution_nearness(const struct merit_contribution *row)
{
    const struct merit_check *check = &row->check;
    merit_int128 needed = (merit_int128)check->right * check->right_factor + check->constant;
    if (!check->made || check->holds || needed <= 0) {
        return (struct merit_ratio){0, 1};
    }
    return (struct merit_ratio){(merit_int128)check->left * check->left_factor, needed};
}

bool merit_option_is_zeroed(const struct merit_option_explained *option)
{
    enum merit_reason reason = option->why.reason;
    return reason == MERIT_REASON_GATE_NOT_MET || reason == MERIT_REASON_NO_BASELINE ||
           reason == MERIT_REASON_BASELINE_TOO_SMALL || reason == MERIT_REASON_AMOUNT_TOO_SMALL;
}
