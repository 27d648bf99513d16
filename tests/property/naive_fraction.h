/* The judge's own exact numbers: fractions of 128-bit integers, always reduced. */
#ifndef NAIVE_FRACTION_H
#define NAIVE_FRACTION_H

#include <stdint.h>

__extension__ typedef __int128 naive_int128;

/* above / below, below > 0, without a common divisor. */
struct naive_fraction {
    naive_int128 above;
    naive_int128 below;
};

/* `below` is not 0. */
struct naive_fraction naive_fraction(naive_int128 above, naive_int128 below);
struct naive_fraction naive_whole(naive_int128 number);
struct naive_fraction naive_plus(struct naive_fraction a, struct naive_fraction b);
struct naive_fraction naive_times(struct naive_fraction a, struct naive_fraction b);
/* `b` is not 0. */
struct naive_fraction naive_divided(struct naive_fraction a, struct naive_fraction b);
/* Below 0, 0, above 0 as a < b, a = b, a > b. */
int naive_compare(struct naive_fraction a, struct naive_fraction b);
/* Of a fraction that is not negative: 100 times it, half up. */
int64_t naive_hundredths(struct naive_fraction a);

#endif
