/* The names of reasons. */
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
