/* What benchmarks measure with: processor time, memory, and one line for each figure. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>

/* Seconds of processor time that this process has used. */
double measure_seconds(void);
/* Bytes of this process that lie in memory now. */
uint64_t measure_resident_bytes(void);

/* What the figures that follow belong to: printed before each. */
void measure_begin(const char *part);
/* Prints a figure: part, name, value and unit, with tabs between. */
void measure_say(const char *name, double value, const char *unit);
/* `events` in `seconds`: as how many a second, and how long for each. */
void measure_say_rate(const char *name, const char *of, uint64_t events, double seconds);
void measure_say_share(const char *name, uint64_t part, uint64_t whole);

#endif
