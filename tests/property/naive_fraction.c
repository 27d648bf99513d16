/* The judge's own exact numbers. Whatever does not fit 128 bits ends the program. */
#include "naive_fraction.h"

#include <assert.h>
#include <stdbool.h>

static naive_int128 times(naive_int128 a, naive_int128 b)
{
    naive_int128 product = 0;
    bool overflow = __builtin_mul_overflow(a, b, &product);
    assert(!overflow);
    return product;
}

static naive_int128 plus(naive_int128 a, naive_int128 b)
{
    naive_int128 sum = 0;
    bool overflow = __builtin_add_overflow(a, b, &sum);
    assert(!overflow);
    return sum;
}

/* Euclid; of small numbers in 64 bits, which is faster. */
static naive_int128 common_divisor(naive_int128 a, naive_int128 b)
{
    while (b != 0) {
        naive_int128 rest = 0;
        if (a <= INT64_MAX && b <= INT64_MAX) {
            rest = (int64_t)a % (int64_t)b;
        } else {
            rest = a % b;
        }
        a = b;
        b = rest;
    }
    return a;
}

struct naive_fraction naive_fraction(naive_int128 above, naive_int128 below)
{
    assert(below != 0);
    if (below < 0) {
        above = -above;
        below = -below;
    }
    naive_int128 divisor = common_divisor(above < 0 ? -above : above, below);
    return (struct naive_fraction){above / divisor, below / divisor};
}

struct naive_fraction naive_whole(naive_int128 number)
{
    return (struct naive_fraction){number, 1};
}

struct naive_fraction naive_plus(struct naive_fraction a, struct naive_fraction b)
{
    return naive_fraction(plus(times(a.above, b.below), times(b.above, a.below)),
                          times(a.below, b.below));
}

struct naive_fraction naive_times(struct naive_fraction a, struct naive_fraction b)
{
    return naive_fraction(times(a.above, b.above), times(a.below, b.below));
}

struct naive_fraction naive_divided(struct naive_fraction a, struct naive_fraction b)
{
    return naive_fraction(times(a.above, b.below), times(a.below, b.above));
}

int naive_compare(struct naive_fraction a, struct naive_fraction b)
{
    naive_int128 left = times(a.above, b.below);
    naive_int128 right = times(b.above, a.below);
    return (left > right) - (left < right);
}

int64_t naive_hundredths(struct naive_fraction a)
{
    assert(a.above >= 0);
    naive_int128 twice = times(2, a.below);
    naive_int128 hundredths = plus(times(200, a.above), a.below) / twice;
    assert(hundredths <= INT64_MAX);
    return (int64_t)hundredths;
}
