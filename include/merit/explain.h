/* Why a partner's score is what it is: every figure with what made it, and where a rule says so. */
#ifndef MERIT_EXPLAIN_H
#define MERIT_EXPLAIN_H

#include "merit/output.h"

/* The closed list of reasons: a stable code, and what it says to people. A code is never given
 * another meaning; new ones are added at the end of their group. */
#define MERIT_REASON_MAP(X)                                                                        \
    /* what a tenant or a product of it adds */                                                    \
    X(COUNTED, "counts")                                                                           \
    X(BASELINE_AT_CLAIM, "counts from the day of the claim on")                                    \
    X(BASELINE_AT_FAR_EDGE, "counts against the far edge of the window")                           \
    X(NEW, "counts now, and did not at the far edge or claim")                                     \
    X(LOST, "counted at the far edge or claim, and does not now")                                  \
    X(COUNTED_BEFORE, "counts now, and did so at the far edge or claim")                           \
    X(NO_CHANGE, "is now what it was at the far edge or claim")                                    \
    X(NO_REPORTS, "nothing is reported")                                                           \
    X(BELOW_SEAT_FLOOR, "has too few paid units")                                                  \
    X(ABOVE_SEAT_CEILING, "has too many paid units")                                               \
    X(BELOW_USAGE_SHARE, "is used by too small a share of its paid units")                         \
    X(BELOW_AMOUNT, "is below the least amount")                                                   \
    X(ABOVE_AMOUNT, "is above the greatest amount")                                                \
    X(OFFER_EXCLUDED, "is of an offer that does not count")                                        \
    X(PRODUCT_TOTAL_NOT_ABOVE_ZERO, "the product's total over all tenants is not above 0")         \
    /* its associations */                                                                         \
    X(NO_ASSOCIATION, "no association with the partner")                                           \
    X(ASSOCIATION_NOT_ACTIVE, "the association is not active")                                     \
    X(ASSOCIATION_NOT_STARTED, "the association has not started")                                  \
    X(ASSOCIATION_ENDED, "the association has ended")                                              \
    X(ASSOCIATION_NOT_PUBLIC, "a PAL association outside the public cloud does not count")         \
    X(ASSOCIATION_OTHER_PRODUCT, "the association is for other products")                          \
    X(ASSOCIATION_OTHER_SUBSCRIPTION, "the association is for another subscription")               \
    X(ASSOCIATION_OTHER_TYPE, "the association is of a type that does not count here")             \
    /* a person */                                                                                 \
    X(CERTIFICATION_HELD, "holds what counts")                                                     \
    X(CERTIFICATION_EXPIRED, "the certification has expired")                                      \
    X(CERTIFICATION_UNLINKED, "the certification is no longer linked to the partner")              \
    X(CERTIFICATION_NOT_YET, "the certification is of a later day")                                \
    X(CERTIFICATION_INCOMPLETE, "another certification is needed together with it")                \
    X(CERTIFICATION_NOT_COUNTED, "holds nothing that counts here")                                 \
    /* an option or part */                                                                        \
    X(BELOW_TARGET, "below the target: points in proportion")                                      \
    X(TARGET_MET, "exactly the target: all points")                                                \
    X(CAPPED, "above the target: all points and no more")                                          \
    X(NOTHING_COUNTED, "nothing counts: no points")                                                \
    X(NOT_ABOVE_ZERO, "not above zero: no points")                                                 \
    X(GATE_NOT_MET, "a gate is not met: no points")                                                \
    X(NO_BASELINE, "nothing a year ago to grow from: no points")                                   \
    X(BASELINE_TOO_SMALL, "less a year ago than a growth needs: no points")                        \
    X(AMOUNT_TOO_SMALL, "less now than a growth needs: no points")                                 \
    X(OTHER_OPTION_WON, "another option earned more")                                              \
    /* a path, the whole */                                                                        \
    X(PATH_BEST, "qualifies, or earns the most")                                                   \
    X(OTHER_PATH_BEST, "another path qualifies, or earns more")                                    \
    X(PATH_BY_PRODUCTS, "the number of products chooses it")                                       \
    X(OTHER_PATH_BY_PRODUCTS, "the number of products chooses another path")                       \
    X(ONLY_PATH, "there is no other")                                                              \
    X(QUALIFIED, "enough points, and every metric above zero")                                     \
    X(METRIC_AT_ZERO, "not qualified: a metric has no points")                                     \
    X(BELOW_QUALIFYING_POINTS, "not qualified: too few points")                                    \
    X(EVERY_DESIGNATION_HELD, "every designation that it asks for is held")                        \
    X(DESIGNATION_MISSING, "not every designation that it asks for is held")                       \
    /* the next days */                                                                            \
    X(RULES_BEGIN, "a dated rule begins or ends")                                                  \
    X(MONTH_CLOSES, "another month counts")                                                        \
    X(REPORT_BEGINS, "a report of a later day counts")                                             \
    X(REPORT_AT_FAR_EDGE, "the far edge of a window reaches a report")                             \
    X(ASSOCIATION_STARTS, "an association starts")                                                 \
    X(ASSOCIATION_ENDS, "an association ends")                                                     \
    X(CLAIM_AT_FAR_EDGE, "the far edge of a window reaches the start of an association")           \
    X(CERTIFICATION_STARTS, "a certification counts")                                              \
    X(CERTIFICATION_EXPIRES, "a certification expires")                                            \
    X(CERTIFICATION_UNLINKS, "a certification is unlinked")                                        \
    X(WINDOW_OPENS, "the renewal window opens")                                                    \
    X(ANNIVERSARY, "the anniversary: renewed where it was qualified in the window")                \
    X(WINDOW_ENDS, "the renewal window is over: lapsed where it was not renewed")                  \
    /* between two days (merit/change.h) */                                                        \
    X(REPORTED, "a report changed the figure")                                                     \
    X(REPORTED_BEFORE, "a report changed the figure that it is compared with")                     \
    X(FAR_EDGE_MOVED, "the far edge of the window moved on")                                       \
    X(CLAIM_MOVED, "it is compared with another day of a claim")                                   \
    X(ASSOCIATION_HOLDS, "an association holds now, and did not")                                  \
    X(CERTIFICATION_GAINED, "holds now what counts, and did not")                                  \
    X(CONDITION_MET, "meets the condition now, and did not")                                       \
    X(FIRST_SEEN, "nothing of it was known then")                                                  \
    X(GONE, "nothing of it is known any more")                                                     \
    X(RULES_CHANGED, "other rules hold")                                                           \
    X(GATE_MET, "every gate is met now, and was not")                                              \
    X(ASSOCIATION_CHANGED, "other associations hold now")                                          \
    X(BEYOND_LIMITS, "there are too many of them to tell what changed it")

enum merit_reason {
#define MERIT_REASON_ENUM(name, text) MERIT_REASON_##name,
    MERIT_REASON_MAP(MERIT_REASON_ENUM)
#undef MERIT_REASON_ENUM
        MERIT_REASON_COUNT
};

/* "BELOW_SEAT_FLOOR", and what it says. */
const char *merit_reason_code(enum merit_reason reason);
const char *merit_reason_text(enum merit_reason reason);

/* A reason with what it is about. */
struct merit_why {
    enum merit_reason reason;
    struct merit_place place;
    struct merit_text about; /* an association's id or a code; null: nothing more to say */
    int32_t day;             /* of its start, end or expiry; MERIT_NO_DAY: none */
};

/* One comparison as it was made: left_factor x left COMPARE right_factor x right + constant. */
struct merit_check {
    bool made; /* false: there is none */
    bool holds;
    uint8_t compare;      /* enum merit_compare */
    uint8_t left_figure;  /* enum merit_figure */
    uint8_t right_figure; /* MERIT_NONE: constant alone */
    int64_t left;
    int64_t right;
    int64_t left_factor;
    int64_t right_factor;
    int64_t constant;
};

/* A figure at a moment. */
struct merit_reading {
    int32_t day; /* MERIT_NO_DAY: not looked at */
    int64_t value;
};

/* What one contributor, or one product of a tenant, adds to an option. */
struct merit_contribution {
    bool person;
    struct merit_text name;    /* tenant or person id */
    struct merit_text product; /* null: the tenant as a whole, a person */
    merit_int128 amount;       /* added to the option's sum */
    merit_int128 base;         /* added to its base (of a growth) */
    struct merit_why why;
    bool closed;  /* the condition on the tenant is not met: none of its products counts */
    bool monthly; /* `now` is of a month, or of its end */
    bool
        since_claim; /* `before` is counted over the series that are associated on the day itself */
    uint32_t counted; /* differs for most sets of the product's series that `now` is counted over */
    uint8_t gates;    /* of a person: bit g: it meets gate g */
    uint8_t figure;   /* of the readings, enum merit_figure; MERIT_NONE: there are none */
    struct merit_reading now;
    struct merit_reading before; /* what `now` is compared with: at the claim or at the far edge */
    struct merit_reading far;    /* at the far edge, where that is something else */
    struct merit_check check;    /* that decided, now */
    struct merit_check check_before;
};

/* How near a contribution that adds nothing came to adding something: what was there / what was
 * needed by the comparison that does not hold; 0 where none decided. */
struct merit_ratio merit_contribution_nearness(const struct merit_contribution *row);

/* A product counted once, whoever has it. */
struct merit_product_total {
    struct merit_text product;
    merit_int128 amount; /* over all tenants */
    bool counts;
};

struct merit_gate_state {
    int64_t people; /* needed */
    merit_int128 have;
    struct merit_place place;
};

/* An option of a metric, or a part. */
struct merit_option_explained {
    merit_int128 sum;          /* amounts of all contributions; of products: how many count */
    merit_int128 base;         /* of a growth */
    struct merit_ratio actual; /* sum / unit; of a growth 100 x (sum - base) / base */
    struct merit_ratio target;
    struct merit_ratio points; /* actual / target x max, between 0 and max */
    /* Beyond the limits: what is not among the rows. */
    merit_int128 rest_amount;
    merit_int128 rest_base;
    struct merit_gate_state gates[MERIT_GATES_MAX];
    const char *name; /* NULL: none */
    const struct merit_option *option;
    int64_t unit; /* what sum, base and amounts are divided by to be said; where products are
                   * counted, only amounts */
    struct merit_why why;
    struct merit_place target_place;
    struct merit_contribution *rows;
    struct merit_product_total *products; /* only where products are counted */
    uint32_t row_count;
    uint32_t product_count;
    uint32_t rest_count;
    uint32_t zero_count;    /* of all that add nothing, also beyond the limits */
    uint32_t farthest_zero; /* while rows are gathered: the least near of them + 1; 0: not known */
    uint8_t gate_count;
    bool counts; /* the best one, or a part */
};

/* True where a condition of its own, a gate or a baseline, makes the actual 0 whatever was added.
 */
bool merit_option_is_zeroed(const struct merit_option_explained *option);

struct merit_metric_explained {
    const struct merit_metric_score *score; /* as reported */
    bool parts;
    struct merit_place place;
    uint8_t option_count;
    struct merit_option_explained *options;
};

struct merit_path_explained {
    struct merit_score score;
    bool reported;
    struct merit_why why;
    struct merit_why qualified; /* why it is, or is not */
    struct merit_metric_explained metrics[MERIT_METRICS_MAX];
};

/* A day to come on which something may change, of one kind. */
struct merit_date_ahead {
    int32_t day;
    enum merit_reason reason;
    uint32_t count;            /* how many there are of that kind on that day; below the first */
    struct merit_text name;    /* of the tenant or person; null: of the partner as a whole */
    struct merit_text product; /* null: none in particular */
    struct merit_text about;   /* association, code; null: nothing more to say */
};

/* What time alone will do: a score or a transition, as it will be said. */
struct merit_outlook {
    int32_t day;
    bool is_transition;
    enum merit_transition transition;
    int64_t hundredths;
    int64_t previous_hundredths; /* of a score */
    bool qualified;
    enum merit_cause cause;
    int32_t anniversary_day; /* of a transition */
};

/* All of it lives in an arena of the caller's; texts that begin as the program's stay the
 * program's. */
struct merit_explanation {
    struct merit_text partner_id;
    const struct merit_designation *designation;
    const struct merit_span *span;
    bool known; /* some event named the partner */
    int32_t day;
    int32_t version_day;
    uint32_t program_hash;
    enum merit_status status;
    int32_t attained_day;
    int32_t anniversary_day;
    uint32_t tenant_count;
    uint32_t person_count;
    uint8_t path_count;
    struct merit_path_explained *paths;
    merit_int128 choice_products; /* where products choose the path: how many there are */
    uint32_t date_count;
    struct merit_date_ahead dates[MERIT_EXPLAIN_DATES_MAX];
    uint32_t outlook_count;
    struct merit_outlook outlook[MERIT_EXPLAIN_OUTLOOK_MAX];
    int32_t outlook_day; /* how far that was looked for */
};

#endif
