/* Fuzz target: any bytes as the file that says whose state a folder holds; what is read is written
 * as it was. */
#include "fuzz.h"
#include "store/owner.h"

#include <stdlib.h>

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct owner owner;
    struct owner other = {.format = STORE_FORMAT};
    char error[STORE_TEXT_MAX];
    enum owner_found found = owner_parse((struct bytes){data, size}, &owner);
    require(found != OWNER_NONE);
    require((found == OWNER_NEWER) == (owner.format > STORE_FORMAT));
    if (found != OWNER_FOUND) {
        return 0;
    }
    char text[OWNER_FILE_MAX];
    size_t length = owner_print(&owner, text);
    require(length == size && memcmp(text, data, size) == 0);
    require(owner_check(&owner, &owner, "fuzz", error));
    (void)owner_check(&owner, &other, "fuzz", error);
    (void)owner_is_doubtful(&owner, &other);
    return 0;
}
