/* Tests of the daemon's rule programs: which are taken, which refused, and what the log says. */
#include "check_main.h"
#include "daemon/rule_sets.h"
#include "daemon_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct world world;
static struct rule_sets sets;
static const char *configured;
static char directory[] = "/tmp/merit-rules-XXXXXX";

/* A copy of the rules for Modern Work, of a revision; `change` is a sed command for one version. */
static void write_rules(int revision, const char *change)
{
    char command[2048];
    snprintf(command, sizeof command,
             "rm -rf %s && cp -rL %s/tests/rules/modern_work_only %s && "
             "sed -i 's/^revision: .*/revision: %d/' %s/program.yaml && "
             "for f in %s/modern_work/*.yaml; do sed -i '%s' $f; done",
             directory, MERIT_SOURCE_DIR, directory, revision, directory, directory, change);
    ck_assert_int_eq(system(command), 0);
}

static const char nothing[] = "s/^$//";
static const char other_target[] = "s/target: 5 /target: 7 /";

static void begin(void)
{
    world_open_quiet(&world, NULL);
    memcpy(directory + strlen(directory) - 6, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(directory));
    write_rules(3, nothing);
    configured = world.config->rules_directory;
    world.config->rules_directory = directory;
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    sets = (struct rule_sets){NULL, 0};
    ck_assert(rule_sets_load(&sets, directory, &errors));
    yaml_errors_fini(&errors);
    atomic_store(&world.shared.program, rule_sets_program(&sets));
}

static void end(void)
{
    rule_sets_fini(&sets);
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", directory);
    ck_assert_int_eq(system(command), 0);
    world.config->rules_directory = configured;
    world_close_quiet(&world);
}

static void expect_stays(const char *words)
{
    rule_sets_reload(&sets, &world.shared);
    ck_assert_msg(strstr(world_log(&world), words) != NULL, "%s", words);
    ck_assert_uint_eq(sets.count, 1);
    ck_assert_int_eq(atomic_load(&world.shared.program)->revision, 3);
}

START_TEST(a_higher_revision_is_taken)
{
    begin();
    write_rules(4, other_target);
    const struct merit_program *before = rule_sets_program(&sets);
    rule_sets_reload(&sets, &world.shared);
    ck_assert_uint_eq(sets.count, 2);
    ck_assert_ptr_eq(atomic_load(&world.shared.program), rule_sets_program(&sets));
    ck_assert_int_eq(rule_sets_program(&sets)->revision, 4);
    ck_assert_uint_ne(rule_sets_program(&sets)->hash, before->hash);
    ck_assert_int_eq(before->revision, 3); /* it lives on */
    end();
}
END_TEST

START_TEST(what_is_refused_leaves_the_old_one)
{
    begin();
    expect_stays("rules are as they were");
    write_rules(2, nothing);
    expect_stays("revision is lower than that in force");
    write_rules(3, other_target);
    expect_stays("others, but of the same revision");
    end();
}
END_TEST

START_TEST(a_wrong_file_is_said_with_its_place)
{
    begin();
    write_rules(4, "s/target: 5 /target: many /");
    expect_stays("modern_work/2022-10-03.yaml:");
    expect_stays("stays_revision=3");
    end();
}
END_TEST

/* Workers ask, and one reading answers all that was asked before. */
START_TEST(what_workers_ask_is_answered)
{
    begin();
    shared_open(&world.shared);
    const uint32_t hash = rule_sets_program(&sets)->hash + 1;
    ck_assert(!rule_sets_are_asked(&world.shared));
    uint32_t first = rule_sets_ask(&world.shared, 0, 4, hash);
    uint32_t second = rule_sets_ask(&world.shared, 1, 4, hash);
    ck_assert_int_eq(atomic_load(&world.woken), 2);
    ck_assert(rule_sets_are_asked(&world.shared));
    ck_assert(!rule_sets_are_answered(&world.shared, first));
    expect_stays("rules are as they were");
    ck_assert(rule_sets_are_answered(&world.shared, first));
    ck_assert(rule_sets_are_answered(&world.shared, second));
    ck_assert(!rule_sets_are_asked(&world.shared));
    ck_assert(!rule_sets_are_answered(&world.shared, rule_sets_ask(&world.shared, 1, 4, hash)));
    shared_close(&world.shared);
    end();
}
END_TEST

/* As while they are being copied: the revision is there, the rest is not. */
START_TEST(what_is_not_what_others_committed_under_is_refused)
{
    begin();
    shared_open(&world.shared);
    write_rules(4, other_target);
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    struct rule_sets others = {NULL, 0};
    ck_assert(rule_sets_load(&others, directory, &errors));
    yaml_errors_fini(&errors);
    (void)rule_sets_ask(&world.shared, 2, 4, rule_sets_program(&others)->hash);
    rule_sets_fini(&others);
    write_rules(4, nothing);
    expect_stays("others have committed under rules of the same revision");
    write_rules(4, other_target);
    rule_sets_reload(&sets, &world.shared);
    ck_assert_int_eq(atomic_load(&world.shared.program)->revision, 4);
    shared_close(&world.shared);
    end();
}
END_TEST

CHECK_MAIN_TESTS("rule_sets",
                 what_workers_ask_is_answered,
                 what_is_not_what_others_committed_under_is_refused,
                 a_higher_revision_is_taken,
                 what_is_refused_leaves_the_old_one,
                 a_wrong_file_is_said_with_its_place)
