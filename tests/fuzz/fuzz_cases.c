/* A case file's bytes read under the rules of Modern Work: tests or faults, and nothing else. */
#include "cli/case_file.h"
#include "fuzz.h"
#include "rules/program_load.h"

#include <stdlib.h>

/* Loaded once and kept: rules do not change while cases are read. */
static const struct merit_program *program(void)
{
    static struct rules *rules;
    if (rules == NULL) {
        struct yaml_errors errors;
        yaml_errors_init(&errors);
        rules = rules_load(MERIT_SOURCE_DIR "/tests/rules/modern_work_only", &errors);
        yaml_errors_fini(&errors);
        if (rules == NULL) {
            abort();
        }
    }
    return rules->program;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > YAML_FILE_BYTES_MAX) {
        return 0;
    }
    struct arena arena;
    struct yaml_errors errors;
    arena_init(&arena);
    yaml_errors_init(&errors);
    struct yaml_file file = {
        .path = "fuzz.yaml",
        .noun = "a case file",
        .example = "designation: modern_work",
        .bytes = {size == 0 ? "" : (const char *)data, (uint32_t)size},
        .arena = &arena,
        .errors = &errors,
    };
    const struct yaml_node *root = yaml_parse(&file);
    struct case_file cases = {0};
    if (root != NULL) {
        (void)case_file_rules(root);
        case_file_read(&cases, root, program());
    } else if (errors.count == 0) {
        abort();
    }
    yaml_errors_fini(&errors);
    arena_fini(&arena);
    return 0;
}
