/* The folder of a store that a benchmark makes. */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

enum { FOLDER_BYTES = 64 }; /* of a path, its end included */

/* The store must be closed. */
void store_folder_remove(const char *folder);

#endif
