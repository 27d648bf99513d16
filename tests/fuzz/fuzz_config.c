/* A configuration file, a variable and a --set of any bytes: faults or settings, nothing else. The
 * first line is the --set, the second the variable, the rest the file. */
#include "base/memory.h"
#include "daemon/config_print.h"
#include "daemon/config_sources.h"
#include "fuzz.h"

#include <stdlib.h>

/* The bytes up to a line's end, as a string; moves `data` behind it. */
static char *take_line(const uint8_t **data, size_t *size)
{
    const uint8_t *end = *size == 0 ? NULL : memchr(*data, '\n', *size);
    size_t length = end == NULL ? *size : (size_t)(end - *data);
    char *line = memory_allocate(length + 1);
    if (length > 0) {
        memcpy(line, *data, length);
    }
    line[length] = '\0';
    size_t taken = end == NULL ? length : length + 1;
    *data = taken == 0 ? *data : *data + taken;
    *size -= taken;
    return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > YAML_FILE_BYTES_MAX) {
        return 0;
    }
    char *override = take_line(&data, &size);
    char *variable = take_line(&data, &size);
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct config *config = config_new();
    struct config_load load = {.config = config, .errors = &errors};
    config_take_defaults(&load);
    if (errors.count > 0) {
        abort();
    }
    bool tree =
        config_take_bytes(&load, "fuzz.yaml",
                          (struct merit_text){size == 0 ? "" : (const char *)data, (uint32_t)size});
    if (!tree && errors.count == 0) {
        abort();
    }
    config_take_variable(&load, variable);
    config_take_override(&load, override);
    config_complete(&load);
    struct buffer out = {0};
    config_print(config, &out);
    buffer_fini(&out);
    config_free(config);
    yaml_errors_fini(&errors);
    memory_free(variable);
    memory_free(override);
    return 0;
}
