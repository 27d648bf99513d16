/* Exact numbers: 128-bit integers and fractions of them. */
#include "merit/ratio.h"

#include <assert.h>
#include <stdbool.h>

static bool fits_64(merit_int128 value)
{
    return value >= INT64_MIN && value <= INT64_MAX;
}

static merit_int128 floor_divide(merit_int128 a, merit_int128 b)
{
    if (fits_64(a) && fits_64(b)) {
        int64_t quotient = (int64_t)a / (int64_t)b;
        return (int64_t)a % (int64_t)b < 0 ? quotient - 1 : quotient;
    }
    merit_int128 quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

/* Compares by continued fractions where the cross products do not fit, so that nothing overflows.
 */
int merit_ratio_compare(struct merit_ratio a, struct merit_ratio b)
{
    if (fits_64(a.numerator) && fits_64(a.denominator) && fits_64(b.numerator) &&
        fits_64(b.denominator)) {
        merit_int128 left = (merit_int128)(int64_t)a.numerator * (int64_t)b.denominator;
        merit_int128 right = (merit_int128)(int64_t)b.numerator * (int64_t)a.denominator;
        return (left > right) - (left < right);
    }
    for (;;) {
        merit_int128 left;
        merit_int128 right;
        if (!__builtin_mul_overflow(a.numerator, b.denominator, &left) &&
            !__builtin_mul_overflow(b.numerator, a.denominator, &right)) {
            return (left > right) - (left < right);
        }
        merit_int128 whole_a = floor_divide(a.numerator, a.denominator);
        merit_int128 whole_b = floor_divide(b.numerator, b.denominator);
        if (whole_a != whole_b) {
            return whole_a > whole_b ? 1 : -1;
        }
        merit_int128 rest_a = a.numerator - whole_a * a.denominator;
        merit_int128 rest_b = b.numerator - whole_b * b.denominator;
        if (rest_a == 0 || rest_b == 0) {
            return (rest_a > 0) - (rest_b > 0);
        }
        /* rest_a / a.denominator < rest_b / b.denominator exactly when their inverses compare the
         * other way round. */
        struct merit_ratio inverse_a = {b.denominator, rest_b};
        b = (struct merit_ratio){a.denominator, rest_a};
        a = inverse_a;
    }
}

static merit_int128 greatest_divisor(merit_int128 a, merit_int128 b)
{
    a = a < 0 ? -a : a;
    while (b != 0) {
        if (fits_64(a) && fits_64(b)) {
            uint64_t x = (uint64_t)a;
            uint64_t y = (uint64_t)b;
            while (y != 0) {
                uint64_t rest = x % y;
                x = y;
                y = rest;
            }
            return (merit_int128)x;
        }
        merit_int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

struct merit_ratio merit_ratio_reduce(struct merit_ratio a)
{
    merit_int128 divisor = greatest_divisor(a.numerator, a.denominator);
    assert(divisor > 0);
    return (struct merit_ratio){a.numerator / divisor, a.denominator / divisor};
}

struct merit_ratio merit_ratio_add(struct merit_ratio a, struct merit_ratio b)
{
    if (a.denominator == b.denominator) {
        return (struct merit_ratio){a.numerator + b.numerator, a.denominator};
    }
    a = merit_ratio_reduce(a);
    b = merit_ratio_reduce(b);
    merit_int128 divisor = greatest_divisor(a.denominator, b.denominator);
    assert(divisor > 0);
    merit_int128 times_a = b.denominator / divisor;
    merit_int128 times_b = a.denominator / divisor;
    struct merit_ratio sum;
    merit_int128 left;
    merit_int128 right;
    bool left_over = __builtin_mul_overflow(a.numerator, times_a, &left);
    bool right_over = __builtin_mul_overflow(b.numerator, times_b, &right);
    bool below_over = __builtin_mul_overflow(a.denominator, times_a, &sum.denominator);
    bool sum_over = __builtin_add_overflow(left, right, &sum.numerator);
    assert(!left_over && !right_over && !below_over && !sum_over &&
           "bounded by the rules' compiler");
    return sum;
}

int64_t merit_ratio_hundredths(struct merit_ratio a)
{
    merit_int128 whole = floor_divide(a.numerator, a.denominator);
    struct merit_ratio rest = {a.numerator - whole * a.denominator, a.denominator};
    if (a.denominator <= (merit_int128)1 << 118) {
        merit_int128 part =
            floor_divide(rest.numerator * 200 + rest.denominator, rest.denominator * 2);
        return (int64_t)(whole * 100 + part);
    }
    /* Too wide to multiply: find the largest h with (2h - 1) / 200 <= rest by halving. */
    int32_t low = 0;
    int32_t high = 100;
    while (low < high) {
        int32_t middle = (low + high + 1) / 2;
        if (merit_ratio_compare((struct merit_ratio){2 * middle - 1, 200}, rest) <= 0) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return (int64_t)(whole * 100 + low);
}

int64_t merit_ratio_floor(struct merit_ratio a)
{
    return (int64_t)floor_divide(a.numerator, a.denominator);
}
