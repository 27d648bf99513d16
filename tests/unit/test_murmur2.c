/* Tests of the partitioner's hash, against the vectors of Kafka's own UtilsTest. */
#include "base/murmur2.h"
#include "check_main.h"

struct vector {
    const char *key;
    int32_t hash;
};

static const struct vector vectors[] = {
    {"21", -973932308},
    {"foobar", -790332482},
    {"a-little-bit-long-string", -985981536},
    {"a-little-bit-longer-string", -1486304829},
    {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
    {"abc", 479470107},
};

START_TEST(hashes_as_the_java_client)
{
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        int32_t hash = (int32_t)murmur2_hash(merit_text_of(vectors[i].key));
        ck_assert_msg(hash == vectors[i].hash, "%s: %d", vectors[i].key, hash);
    }
}
END_TEST

START_TEST(partitions_by_the_positive_part)
{
    ck_assert_uint_eq(murmur2_partition(merit_text_of("21"), 4),
                      ((uint32_t)-973932308 & 0x7fffffffU) % 4);
    ck_assert_uint_eq(murmur2_partition(merit_text_of("anything"), 1), 0);
}
END_TEST

START_TEST(takes_any_bytes)
{
    const char bytes[] = {'\0', '\xff', '\x80'};
    ck_assert_uint_ne(murmur2_hash((struct merit_text){bytes, 3}),
                      murmur2_hash((struct merit_text){bytes, 2}));
    ck_assert_uint_eq(murmur2_hash((struct merit_text){NULL, 0}), murmur2_hash(merit_text_of("")));
}
END_TEST

CHECK_MAIN_TESTS("murmur2",
                 hashes_as_the_java_client,
                 partitions_by_the_positive_part,
                 takes_any_bytes)
