/* Whether a data file is one that LMDB may be let near. */
#ifndef STORE_PAGES_H
#define STORE_PAGES_H

#include "base/bytes.h"

/* LMDB 0.9 trusts its file: a length or page number that a failing disk has changed makes it read
 * and write anywhere. So the pages that the newest commit reaches are walked first: each is inside
 * the file, belongs to one place, and its nodes lie inside it, in key order; no free page is in
 * use. What the values hold is not looked at: records carry their own check. NULL: all is well;
 * otherwise what is wrong, in a few words. */
const char *pages_check(struct bytes file);

#endif
