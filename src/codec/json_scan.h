/* What a JSON text's bytes must be before its grammar matters: UTF-8, and whole surrogate pairs. */
#ifndef CODEC_JSON_SCAN_H
#define CODEC_JSON_SCAN_H

#include "merit/text.h"

/* True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF). */
bool json_scan_utf8(struct merit_text text);
/* True where some string of the text may hold an escape. */
bool json_scan_escapes(struct merit_text text);
/* False where a \u escape is one half of a surrogate pair without the other: it stands for no
 * character. Escapes that are wrong in other ways are left to the parser. */
bool json_scan_surrogates(struct merit_text text);

#endif
