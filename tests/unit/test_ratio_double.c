/* Tests of the double nearest to a fraction, against values that Python's fractions gave. */
#include "check_main.h"
#include "codec/ratio_double.h"

#include <stdbool.h>
#include <string.h>

#define WIDE(high, low) ((merit_uint128)(high) << 64 | (low))

struct row {
    bool negative;
    merit_uint128 numerator; /* its size */
    merit_uint128 denominator;
    double expected;
};

/* The expected value is that of Fraction(numerator, denominator), which Python rounds once. */
static const struct row rows[] = {
    {false, WIDE(0x0U, 0x0U), WIDE(0x0U, 0x5U), 0x0p+0},
    {false, WIDE(0x0U, 0x1U), WIDE(0x0U, 0x3U), 0x1.5555555555555p-2},
    {false, WIDE(0x0U, 0x2U), WIDE(0x0U, 0x3U), 0x1.5555555555555p-1},
    {true, WIDE(0x0U, 0x1U), WIDE(0x0U, 0x3U), -0x1.5555555555555p-2},
    {false, WIDE(0x0U, 0xc8U), WIDE(0x0U, 0x3U), 0x1.0aaaaaaaaaaabp+6},
    {false, WIDE(0x0U, 0x1U), WIDE(0x0U, 0xaU), 0x1.999999999999ap-4},
    {false, WIDE(0x0U, 0xe8d4a51000000U), WIDE(0x0U, 0x7U), 0x1.0a17981249249p+49},
    {false, WIDE(0x0U, 0x20000000000000U), WIDE(0x0U, 0x1U), 0x1.0000000000000p+53},
    {false, WIDE(0x0U, 0x20000000000001U), WIDE(0x0U, 0x1U), 0x1.0000000000000p+53},
    {false, WIDE(0x0U, 0x20000000000002U), WIDE(0x0U, 0x1U), 0x1.0000000000001p+53},
    {false, WIDE(0x0U, 0x20000000000003U), WIDE(0x0U, 0x1U), 0x1.0000000000002p+53},
    {false, WIDE(0x0U, 0x40000000000002U), WIDE(0x0U, 0x1U), 0x1.0000000000000p+54},
    {false, WIDE(0x0U, 0x40000000000006U), WIDE(0x0U, 0x1U), 0x1.0000000000002p+54},
    {false, WIDE(0x0U, 0x20000000000001U), WIDE(0x0U, 0x20000000000000U), 0x1.0000000000000p+0},
    {false, WIDE(0x0U, 0x1fffffffffffffU), WIDE(0x0U, 0x20000000000000U), 0x1.fffffffffffffp-1},
    {false, WIDE(0x3fffffffffffffffU, 0xffffffffffffffffU),
     WIDE(0x3fffffffffffffffU, 0xffffffffffffffffU), 0x1.0000000000000p+0},
    {false, WIDE(0x3fffffffffffffffU, 0xffffffffffffffffU), WIDE(0x0U, 0x1U),
     0x1.0000000000000p+126},
    {false, WIDE(0x0U, 0x1U), WIDE(0x3fffffffffffffffU, 0xffffffffffffffffU),
     0x1.0000000000000p-126},
    {false, WIDE(0x7fffffffffffffffU, 0xffffffffffffffffU), WIDE(0x0U, 0x3U),
     0x1.5555555555555p+125},
    {false, WIDE(0x7fffffffffffffffU, 0xffffffffffffffffU),
     WIDE(0x7fffffffffffffffU, 0xffffffffffffffffU), 0x1.0000000000000p+0},
    {true, WIDE(0x8000000000000000U, 0x0U), WIDE(0x0U, 0x1U), -0x1.0000000000000p+127},
    {true, WIDE(0x8000000000000000U, 0x0U), WIDE(0x7fffffffffffffffU, 0xffffffffffffffffU),
     -0x1.0000000000000p+0},
    {false, WIDE(0x0U, 0x3U), WIDE(0x7fffffffffffffffU, 0xffffffffffffffffU),
     0x1.8000000000000p-126},
    {false, WIDE(0x40000000000U, 0x1U), WIDE(0x0U, 0x20000000000000U), 0x1.0000000000000p+53},
    {false, WIDE(0x40000000000U, 0x20000000000000U), WIDE(0x0U, 0x20000000000000U),
     0x1.0000000000000p+53},
    {false, WIDE(0x40000000000U, 0x20000000000001U), WIDE(0x0U, 0x20000000000000U),
     0x1.0000000000001p+53},
    {false, WIDE(0x40000000000U, 0x60000000000000U), WIDE(0x0U, 0x20000000000000U),
     0x1.0000000000002p+53},
    {false, WIDE(0x40000000000U, 0x5fffffffffffffU), WIDE(0x0U, 0x20000000000000U),
     0x1.0000000000001p+53},
    {false, WIDE(0x0U, 0x3fffffffffffffU), WIDE(0x0U, 0x2U), 0x1.0000000000000p+53},
    {false, WIDE(0x0U, 0x3fffffffffffffU), WIDE(0x0U, 0x40000000000000U), 0x1.0000000000000p+0},
    {false, WIDE(0x0U, 0x20000000000001U), WIDE(0x0U, 0x20000000000000U), 0x1.0000000000000p+0},
    {false, WIDE(0x0U, 0x224421d40767fddcU), WIDE(0x0U, 0x15ee2a320ff453fU), 0x1.8ffffece3c389p+4},
    {false, WIDE(0x0U, 0x9af2a74de5U), WIDE(0x0U, 0x62e3a6a3a451U), 0x1.911f38354ba12p-8},
    {false, WIDE(0x2545d9dc9f8U, 0x1818e811892f902cU), WIDE(0x0U, 0xe9U), 0x1.479e00fb96934p+97},
    {false, WIDE(0x0U, 0x3U), WIDE(0x0U, 0x11e20b6b0d549cU), 0x1.579117e20d37fp-51},
    {false, WIDE(0x0U, 0x8d2U), WIDE(0x0U, 0x69d64a0f21ddb7U), 0x1.555ad9baa4b77p-44},
    {false, WIDE(0x254fd23a09f76b5U, 0xa170b3383926305aU),
     WIDE(0x196336895e60af5U, 0x93bd04cf0fd630f2U), 0x1.783d87fbbb603p+0},
    {true, WIDE(0x1b7892d98e81973eU, 0xbecd7b03898d191U), WIDE(0x0U, 0x12890U),
     -0x1.7b6b081f6d567p+108},
    {true, WIDE(0x0U, 0x45354U), WIDE(0x0U, 0x9228U), -0x1.e4e29b5731c14p+2},
    {false, WIDE(0x2eU, 0xae97ba94d0eda830U), WIDE(0x0U, 0x2539U), 0x1.410e94a280ecdp+56},
    {false, WIDE(0x0U, 0x8c3818f135d3U), WIDE(0xf4205bU, 0x907a70c31012f038U),
     0x1.2613f5b95433cp-41},
    {true, WIDE(0x0U, 0x881ed162ae2eb155U), WIDE(0x0U, 0x2835f9c6f87719U), -0x1.b14d1fb97da6fp+9},
    {false, WIDE(0x2e4U, 0x7403e430ec66a788U), WIDE(0x0U, 0x653f98e278U), 0x1.d40bfc34bf6e0p+34},
    {true, WIDE(0x53d1ccU, 0x3e7d1bfbc7a2ea21U), WIDE(0x1faU, 0x867347214cdd2056U),
     -0x1.52e6e6f268484p+13},
};

static struct merit_ratio row_ratio(const struct row *row)
{
    merit_uint128 bits = row->negative ? 0 - row->numerator : row->numerator;
    return (struct merit_ratio){(merit_int128)bits, (merit_int128)row->denominator};
}

START_TEST(rounds_as_fractions_do)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = ratio_double(row_ratio(&rows[i]));
        ck_assert_msg(memcmp(&value, &rows[i].expected, sizeof value) == 0,
                      "row %zu: %a instead of %a", i, value, rows[i].expected);
    }
}
END_TEST

/* Every integer of up to 53 bits, over every power of two, is a double itself. */
START_TEST(keeps_what_is_exact)
{
    for (int shift = 0; shift < 70; shift++) {
        merit_int128 scale = (merit_int128)1 << shift;
        double value = ratio_double((struct merit_ratio){INT64_C(9007199254740991) * scale, scale});
        ck_assert_msg(value > 9007199254740990.5 && value < 9007199254740991.5, "shift %d", shift);
    }
}
END_TEST

CHECK_MAIN_TESTS("ratio_double", rounds_as_fractions_do, keeps_what_is_exact)
