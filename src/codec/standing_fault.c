/* Why a standing cannot be adopted, in words. */
#include "codec/standing_fault.h"

#include <stdio.h>
#include <string.h>

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
    if (fault->bad != MERIT_BAD_STANDING ||
        merit_program_designation(program, standing->designation) != MERIT_NONE) {
        return;
    }
    for (uint8_t d = 0; d < program->designation_count; d++) {
        add(to, d == 0 ? ": they know " : ", ", program->designations[d].id);
    }
}
