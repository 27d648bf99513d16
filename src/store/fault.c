/* Sentences that say why state on disk could not be used, and what to do. */
#include "store/fault.h"

#include "store/store.h"

#include <lmdb.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FAULT_REASON_BYTES = 128 };

void fault_say(char *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error, STORE_TEXT_MAX, format, arguments);
    va_end(arguments);
}

void fault_say_code(char *error, const char *folder, const char *what, int code)
{
    char reason[FAULT_REASON_BYTES];
    if (code >= 0) {
        /* Not by mdb_strerror, which asks strerror: not for threads. */
        if (strerror_r(code, reason, sizeof reason) != 0) {
            (void)snprintf(reason, sizeof reason, "error %d", code);
        }
    } else {
        (void)snprintf(reason, sizeof reason, "%s", mdb_strerror(code));
    }
    fault_say(error, "state in %s: %s: %s", folder, what, reason);
}
