/* Exact numbers: 128-bit integers and fractions of them. */
#ifndef MERIT_RATIO_H
#define MERIT_RATIO_H

#include <stdint.h>

__extension__ typedef __int128 merit_int128;
__extension__ typedef unsigned __int128 merit_uint128;

/* numerator / denominator, denominator > 0, not necessarily reduced. */
struct merit_ratio {
    merit_int128 numerator;
    merit_int128 denominator;
};

/* Below 0, 0, above 0 as a < b, a = b, a > b. Exact, also where the products of the two do not fit;
 * numerators and denominators of up to 126 bits. */
int merit_ratio_compare(struct merit_ratio a, struct merit_ratio b);
/* The sum, reduced where it must be to fit. Asserts that it fits 126 bits: the rules' compiler
 * bounds every sum that a program can make. */
struct merit_ratio merit_ratio_add(struct merit_ratio a, struct merit_ratio b);
struct merit_ratio merit_ratio_reduce(struct merit_ratio a);
/* 100 x a rounded half up (towards plus infinity) to an integer: points in hundredths. */
int64_t merit_ratio_hundredths(struct merit_ratio a);
/* The greatest integer <= a. */
int64_t merit_ratio_floor(struct merit_ratio a);

#endif
