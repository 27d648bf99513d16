/* Tests of how an open task comes under other rules, and of what the log says of it. */
#include "check_main.h"
#include "daemon_worker.h"

enum { EVENTS = 30 };

static struct hand hand;
static struct rules *other;

/* All events applied under the rules of the daemon; others, of a revision so much higher. */
static void open_world(int64_t higher)
{
    hand_open_world(&hand, EVENTS);
    hand_open(&hand.worker, &hand.world);
    ck_assert(worker_open_tasks(&hand.worker));
    hand_run(&hand.worker, hand.history.last_day);
    other = rules_of("config/rules");
    other->program->revision += higher;
    struct merit_designation *first = &other->program->designations[0];
    for (uint8_t k = 0; k < first->span_count; k++) {
        first->spans[k].qualifying_points = 60;
    }
    merit_program_finish(other->program);
    atomic_store(&hand.world.shared.program, other->program);
}

static void close_world(void)
{
    hand_close(&hand.worker);
    rules_free(other);
    hand_close_world(&hand);
}

static uint32_t count_lines(const char *text)
{
    uint32_t count = 0;
    for (const char *at = world_log(&hand.world); (at = strstr(at, text)) != NULL; at++) {
        count++;
    }
    return count;
}

START_TEST(newer_rules_are_taken_and_committed)
{
    open_world(1);
    uint32_t with_partners = 0;
    for (uint32_t i = 0; i < hand.worker.task_count; i++) {
        struct open_task *open = hand.worker.tasks[i];
        open_task_take_rules(open);
        ck_assert_ptr_eq(open->task.config.program, other->program);
        ck_assert_uint_eq(open->to_change, open->task.scoring.change.behind);
        with_partners += open->to_change > 0;
    }
    ck_assert_uint_gt(with_partners, 0);
    ck_assert_uint_eq(count_lines("rules change begun"), with_partners);
    ck_assert_uint_eq(count_lines("rules change done"), 0);
    hand_run(&hand.worker, hand.history.last_day);
    ck_assert_uint_eq(count_lines("rules change done"), with_partners);
    for (uint32_t i = 0; i < hand.worker.task_count; i++) {
        const struct open_task *open = hand.worker.tasks[i];
        ck_assert_uint_eq(open->task.scoring.change.behind, 0);
        ck_assert_int_eq(open->task.record.revision, other->program->revision);
        ck_assert_ptr_eq(open->stored_program, other->program);
        ck_assert(!open->task.touched);
    }
    close_world();
}
END_TEST

START_TEST(others_are_not)
{
    for (int64_t higher = -1; higher <= 0; higher++) {
        open_world(higher);
        for (uint32_t i = 0; i < hand.worker.task_count; i++) {
            open_task_take_rules(hand.worker.tasks[i]);
            ck_assert_ptr_ne(hand.worker.tasks[i]->task.config.program, other->program);
        }
        ck_assert_uint_eq(count_lines("rules change"), 0);
        close_world();
    }
}
END_TEST

CHECK_MAIN_TESTS("open_task_rules", newer_rules_are_taken_and_committed, others_are_not)
