/* Keys of a task's state records. */
#include "task/key.h"

const bool key_logged[256] = {
    [KEY_TASK] = true,          [KEY_ATTRIBUTION] = true, [KEY_TENANT] = true,
    [KEY_TENANT_SERIES] = true, [KEY_SCORING] = true,     [KEY_PARTNER] = true,
    [KEY_CONTRIBUTOR] = true,   [KEY_SERIES] = true,      [KEY_WAITING] = true,
};
