/* Tests of scoring's record of one partner. */
#include "check_main.h"
#include "program_fixture.h"
#include "task/account.h"

static struct program_fixture fixture;

static struct account some_account(const struct merit_program *program)
{
    struct account account = account_new(program, merit_text_of("partner-1"));
    account.contributor_count = 70000;
    account.first_free = 12;
    account.due_day = on(2024, 1, 1);
    account.standings[1].status = MERIT_STATUS_AT_RISK;
    account.standings[1].attained_day = on(2023, 1, 1);
    account.standings[1].anniversary_day = on(2024, 1, 1);
    account.standings[1].score_sequence = 9;
    return account;
}

START_TEST(a_new_account_holds_nothing)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    struct account account = account_new(program, merit_text_of("p"));
    ck_assert_uint_eq(account.standing_count, FIXTURE_DESIGNATIONS + 1);
    ck_assert_int_eq(account.due_day, MERIT_NEVER);
    ck_assert_uint_eq(account.contributor_count, 0);
    ck_assert_uint_eq(account.first_free, 0);
    for (uint8_t i = 0; i < account.standing_count; i++) {
        ck_assert(!standing_is_held(&account.standings[i]));
    }
}
END_TEST

START_TEST(an_account_comes_back)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    struct account account = some_account(program);
    struct buffer bytes = {0};
    buffer_u8(&bytes, 'x'); /* what was there goes */
    account_write(&bytes, &account);
    struct account back;
    ck_assert(account_read(program, buffer_view(&bytes), &back));
    ck_assert(text_is(back.partner_id, "partner-1"));
    ck_assert(text_is(account_partner_id(buffer_view(&bytes)), "partner-1"));
    ck_assert_uint_eq(back.contributor_count, 70000);
    ck_assert_uint_eq(back.first_free, 12);
    ck_assert_int_eq(back.due_day, on(2024, 1, 1));
    ck_assert_uint_eq(back.program_hash, program->hash);
    ck_assert_uint_eq(back.standing_count, FIXTURE_DESIGNATIONS + 1);
    ck_assert_uint_eq(back.retired_count, 0);
    ck_assert_int_eq(back.standings[1].status, MERIT_STATUS_AT_RISK);
    ck_assert_int_eq(back.standings[1].score_sequence, 9);
    ck_assert_int_eq(back.standings[1].anniversary_day, on(2024, 1, 1));
    ck_assert(!standing_is_held(&back.standings[FIXTURE_DESIGNATIONS]));
    buffer_fini(&bytes);
}
END_TEST

START_TEST(bytes_of_another_length_are_no_account)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    struct account account = some_account(program);
    struct buffer bytes = {0};
    account_write(&bytes, &account);
    struct account back;
    for (size_t length = 0; length < bytes.length; length++) {
        ck_assert(!account_read(program, (struct bytes){bytes.bytes, length}, &back));
    }
    buffer_u8(&bytes, 0);
    ck_assert(!account_read(program, buffer_view(&bytes), &back));
    buffer_fini(&bytes);
}
END_TEST

START_TEST(fewer_or_too_many_standings_are_refused)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    struct account account = some_account(program);
    struct buffer bytes = {0};
    account_write(&bytes, &account);
    fixture.program.designation_count = 4;
    ck_assert(!account_read(program, buffer_view(&bytes), &account));
    fixture.program.designation_count = FIXTURE_DESIGNATIONS;
    account = some_account(program);
    account.retired_count = (uint8_t)(ACCOUNT_STANDINGS_MAX - account.standing_count);
    for (uint32_t i = account.standing_count; i < ACCOUNT_STANDINGS_MAX; i++) {
        account.ids[i] = i;
        account.standings[i] = standing_new();
    }
    account_write(&bytes, &account);
    struct account back;
    ck_assert(account_read(program, buffer_view(&bytes), &back));
    /* One more, the last one again. */
    enum { ONE = sizeof(uint32_t) + STANDING_BYTES, COUNT_AT = 4 * sizeof(uint32_t) };
    ck_assert_uint_eq(bytes.bytes[COUNT_AT], ACCOUNT_STANDINGS_MAX);
    bytes.bytes[COUNT_AT]++;
    uint8_t *more = buffer_extend(&bytes, ONE);
    memcpy(more, more - ONE, ONE);
    ck_assert(!account_read(program, buffer_view(&bytes), &back));
    buffer_fini(&bytes);
}
END_TEST

/* Each standing is found by its designation's id; one that the program does not have is kept behind
 * the others, and comes back. */
START_TEST(an_account_is_read_under_another_program)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    uint32_t first_hash = program->hash;
    struct account account = some_account(program);
    account.standings[FIXTURE_DESIGNATIONS].event_sequence = 4;
    account.standings[FIXTURE_USERS].score_sequence = 7;
    struct buffer bytes = {0};
    account_write(&bytes, &account);
    ck_assert_uint_eq(account_program_hash(buffer_view(&bytes)), first_hash);
    /* Without users, and products first; people stay behind products. */
    fixture.designations[0] = fixture.designations[FIXTURE_PRODUCTS];
    fixture.program.designation_count = 2;
    merit_program_finish(&fixture.program);
    struct account other;
    ck_assert(account_read(program, buffer_view(&bytes), &other));
    ck_assert_uint_eq(other.program_hash, ~program->hash);
    ck_assert_uint_eq(other.standing_count, 3);
    ck_assert_uint_eq(other.retired_count, 1);
    ck_assert_int_eq(other.standings[0].score_sequence, 0);
    ck_assert_int_eq(other.standings[1].score_sequence, 9);
    ck_assert_int_eq(other.standings[2].event_sequence, 4);
    /* Written before it was evaluated: still not that program's, nor the first one's any more. */
    account_write(&bytes, &other);
    program_fixture_make(&fixture);
    ck_assert_uint_eq(program->hash, first_hash);
    struct account back;
    ck_assert(account_read(program, buffer_view(&bytes), &back));
    ck_assert_uint_ne(back.program_hash, first_hash);
    ck_assert_uint_eq(back.retired_count, 0);
    ck_assert_int_eq(back.standings[FIXTURE_USERS].score_sequence, 7);
    ck_assert_int_eq(back.standings[FIXTURE_PEOPLE].score_sequence, 9);
    ck_assert_int_eq(back.standings[FIXTURE_DESIGNATIONS].event_sequence, 4);
    buffer_fini(&bytes);
}
END_TEST

START_TEST(an_account_without_a_partner_or_with_a_bad_standing_is_refused)
{
    const struct merit_program *program = program_fixture_make(&fixture);
    struct account account = some_account(program);
    struct buffer bytes = {0};
    struct account back;
    account.partner_id = (struct merit_text){NULL, 0};
    account_write(&bytes, &account);
    ck_assert(!account_read(program, buffer_view(&bytes), &back));
    account = some_account(program);
    account.standings[3].status = 77;
    account_write(&bytes, &account);
    ck_assert(!account_read(program, buffer_view(&bytes), &back));
    buffer_fini(&bytes);
}
END_TEST

CHECK_MAIN_TESTS("account",
                 a_new_account_holds_nothing,
                 an_account_comes_back,
                 bytes_of_another_length_are_no_account,
                 fewer_or_too_many_standings_are_refused,
                 an_account_is_read_under_another_program,
                 an_account_without_a_partner_or_with_a_bad_standing_is_refused)
