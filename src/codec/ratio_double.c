/* The double nearest to an exact fraction. */
#include "codec/ratio_double.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

enum {
    MANTISSA_BITS = 53,
    QUOTIENT_BITS =
        57, /* the mantissa, a bit more where the first one is 0, and bits to round by */
};

static int bit_length(merit_uint128 value)
{
    uint64_t high = (uint64_t)(value >> 64);
    uint64_t low = (uint64_t)value;
    if (high != 0) {
        return 128 - __builtin_clzll(high);
    }
    return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

/* n / d by long division, 0 < n <= 2^127, 0 < d < 2^127: with the two aligned, the quotient's
 * leading bits one by one; what is left over only says whether the value lies above them. */
static double divide_long(merit_uint128 n, merit_uint128 d)
{
    int halved = (int)(n >> 127); /* 2^127 itself: aligned to it, d would leave no room to double */
    n >>= halved;
    int exponent = bit_length(n) - bit_length(d);
    if (exponent >= 0) {
        d <<= exponent;
    } else {
        n <<= -exponent;
    }
    uint64_t quotient = 0;
    for (int i = 0; i < QUOTIENT_BITS; i++) {
        quotient <<= 1;
        if (n >= d) {
            n -= d;
            quotient |= 1;
        }
        n <<= 1; /* n < d < 2^127 here */
    }
    int dropped = bit_length(quotient) - MANTISSA_BITS;
    assert(dropped == 3 || dropped == 4);
    uint64_t mantissa = quotient >> dropped;
    uint64_t rest = quotient & ((UINT64_C(1) << dropped) - 1);
    uint64_t half = UINT64_C(1) << (dropped - 1);
    if (rest > half || (rest == half && (n != 0 || (mantissa & 1) != 0))) {
        mantissa++;
    }
    return ldexp((double)mantissa, exponent + halved - (QUOTIENT_BITS - 1) + dropped);
}

double ratio_double(struct merit_ratio ratio)
{
    assert(ratio.denominator > 0);
    bool negative = ratio.numerator < 0;
    merit_uint128 n = (merit_uint128)ratio.numerator;
    n = negative ? 0 - n : n;
    merit_uint128 d = (merit_uint128)ratio.denominator;
    if (n == 0) {
        return 0.0;
    }
    merit_uint128 exact = (merit_uint128)1 << MANTISSA_BITS;
    double value;
    if (n <= exact && d <= exact) {
        value = (double)(uint64_t)n / (double)(uint64_t)d; /* both exact: IEEE rounds once */
    } else {
        value = divide_long(n, d);
    }
    return negative ? -value : value;
}
