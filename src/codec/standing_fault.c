/* Why a standing cannot be adopted, in words. */
#include "codec/standing_fault.h"

#include <stdio.h>
#include <string.h>

static bool is_known(const struct merit_program *program, struct merit_text designation)
{
    const char *all_id = program->standing.all_id;
    bool known = all_id != NULL && merit_text_equal(designation, merit_text_of(all_id));
    for (uint8_t d = 0; d < program->designation_count; d++) {
        known = known || merit_text_equal(designation, merit_text_of(program->designations[d].id));
    }
    return known;
}

static void add(char to[STANDING_FAULT_BYTES], const char *before, const char *text)
{
    size_t length = strlen(to);
    (void)snprintf(to + length, STANDING_FAULT_BYTES - length, "%s%s", before, text);
}

void standing_fault_write(const struct merit_program *program,
                          const struct merit_standing *standing,
                          const struct merit_fault *fault,
                          char to[STANDING_FAULT_BYTES])
{
    (void)snprintf(to, STANDING_FAULT_BYTES, "%s: %s%s%s", merit_bad_code(fault->bad),
                   fault->field == NULL ? "" : fault->field, fault->field == NULL ? "" : " ",
                   fault->reason);
    if (fault->bad != MERIT_BAD_STANDING || is_known(program, standing->designation)) {
        return;
    }
    for (uint8_t d = 0; d < program->designation_count; d++) {
        add(to, d == 0 ? ": they know " : ", ", program->designations[d].id);
    }
}
