/* `merit replay --explain` and `--why`: what made a partner's scores, and what changed them. */
#ifndef CLI_REPLAY_EXPLAIN_H
#define CLI_REPLAY_EXPLAIN_H

#include "cli/replay_options.h"
#include "codec/text_buffer.h"
#include "merit/badge.h"
#include "task/ensemble.h"
#include "task/partner_copy.h"

/* A partner, and one of its designations, the badge for all, or all of them: "p1:security",
 * "p1:microsoft_cloud", "p1". */
struct replay_subject {
    struct merit_text partner_id;
    uint8_t first_designation;
    uint8_t end_designation;
    bool badge;
};

/* False where no partner has such an id or the rules have no such designation, and it is said on
 * standard error. */
bool replay_subject_read(const char *text,
                         const struct merit_program *program,
                         struct replay_subject *ret_subject);

/* Without --to, --why is of the last day of the input: False where --from is not before it, and it
 * is said on standard error. */
bool replay_has_two_days(const struct replay_options *options, int32_t last_day);

/* Of all tasks' clocks on the day that they are on. */
void replay_explain(const struct ensemble *ensemble,
                    const struct replay_subject *subject,
                    bool json,
                    struct text_buffer *output);

/* The scores of a first day, kept until they are compared with those of a second. Zero-initialise;
 * it must stay where it is. */
struct replay_memory {
    struct arena arena;
    bool taken;
    struct partner_copy copy;
    struct merit_explanation *explanations; /* of each designation asked for */
    struct merit_badge_explained badge;     /* where it was asked for */
};
void replay_remember(const struct ensemble *ensemble,
                     const struct replay_subject *subject,
                     struct replay_memory *memory);
void replay_memory_fini(struct replay_memory *memory);
void replay_compare(const struct ensemble *ensemble,
                    const struct replay_subject *subject,
                    struct replay_memory *memory,
                    bool json,
                    struct text_buffer *output);

#endif
