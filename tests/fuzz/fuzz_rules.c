/* One rule file's bytes compiled: whatever they are, faults or a program, and nothing else. */
#include "fuzz.h"
#include "rules/program_load.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > YAML_FILE_BYTES_MAX) {
        return 0;
    }
    struct merit_text bytes = {size == 0 ? "" : (const char *)data, (uint32_t)size};
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rules *rules = rules_load_bytes("fuzz.yaml", bytes, &errors);
    if ((rules == NULL) != (errors.count > 0)) {
        abort();
    }
    rules_free(rules);
    yaml_errors_fini(&errors);
    return 0;
}
