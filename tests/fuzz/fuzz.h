/* The function that every fuzz target defines. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Returns 0. `data` is exactly `size` bytes, not terminated; NULL may come with 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
