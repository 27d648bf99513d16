/* Sentences that say why state on disk could not be used, and what to do. */
#ifndef STORE_FAULT_H
#define STORE_FAULT_H

/* Writes a sentence into `error` (STORE_TEXT_MAX bytes; cut where it is longer). */
__attribute__((format(printf, 2, 3))) void fault_say(char *error, const char *format, ...);
/* "state in FOLDER: WHAT: reason"; code is errno's or LMDB's. */
void fault_say_code(char *error, const char *folder, const char *what, int code);

#endif
