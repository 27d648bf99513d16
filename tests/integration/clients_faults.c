/* Our Kafka clients when a real broker does not answer: BROKER_PID is stopped and goes on. */
#include "check_main.h"
#include "clients_fixture.h"
#include "kafka/group.h"
#include "kafka/producer_state.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fixture fixture;
static char text[FIXTURE_READ_MAX];

static pid_t broker_pid(void)
{
    const char *value = getenv("BROKER_PID");
    ck_assert_msg(value != NULL, "BROKER_PID is to name the broker's process");
    return (pid_t)strtol(value, NULL, 10);
}

static void *continue_later(void *wait_ms)
{
    fixture_sleep_ms(*(int64_t *)wait_ms);
    kill(broker_pid(), SIGCONT);
    return NULL;
}

/* Its threads stop one by one: a short request would still be answered. */
static void stop_broker(void)
{
    kill(broker_pid(), SIGSTOP);
    fixture_sleep_ms(200);
}

/* Also where a test fails. */
static void go_on(void)
{
    kill(broker_pid(), SIGCONT);
}

START_TEST(a_commit_without_an_answer_is_indefinite)
{
    struct producer_message to = {.topic = 1, .partition = 0};
    fixture_open(&fixture);
    fixture_property(&fixture, "socket.timeout.ms", "1000");
    fixture_property(&fixture, "transaction.timeout.ms", "4000");
    struct producer *producer = fixture_producer(&fixture, 0);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "a", 2);
    fixture_commit(&fixture, producer);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "b", 2);
    stop_broker();
    int64_t start_ms = fixture_now_ms();
    fixture.outcome = producer_commit(producer, NULL, NULL, 0, fixture.error);
    int64_t took_ms = fixture_now_ms() - start_ms;
    ck_assert_msg(fixture.outcome == KAFKA_INDEFINITE, "%d: %s", fixture.outcome, fixture.error);
    ck_assert_int_ge(took_ms, 3500);
    ck_assert_int_lt(took_ms, 8000);
    start_ms = fixture_now_ms();
    producer_close(producer);
    ck_assert_int_lt(fixture_now_ms() - start_ms, 5000);
    kill(broker_pid(), SIGCONT);
    /* What was under way when the broker stopped is decided by the new one's start: all or nothing,
     * and it does not change afterwards. */
    producer = fixture_producer(&fixture, 0);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "c", 1);
    fixture_commit(&fixture, producer);
    fixture_read(&fixture, 1, 0, text);
    ck_assert_msg(strcmp(text, "a0 a1 c0") == 0 || strcmp(text, "a0 a1 b0 b1 c0") == 0, "%s", text);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(after_a_broken_connection_the_client_is_made_anew)
{
    struct producer_message to = {.topic = 1, .partition = 0};
    pthread_t thread;
    int64_t wait_ms = 3000;
    fixture_open(&fixture);
    fixture_property(&fixture, "socket.timeout.ms", "1000");
    struct producer *producer = fixture_producer(&fixture, 0);
    fixture_begin(&fixture, producer);
    fixture_send(&fixture, producer, to, "a", 2);
    fixture_commit(&fixture, producer);
    ck_assert(!producer->begin_anew);
    fixture_begin(&fixture, producer);
    char client[256];
    (void)snprintf(client, sizeof client, "%s", rd_kafka_name(producer->handle.rk));
    fixture_send(&fixture, producer, to, "b", 2);
    stop_broker();
    ck_assert_int_eq(pthread_create(&thread, NULL, continue_later, &wait_ms), 0);
    int64_t start_ms = fixture_now_ms();
    fixture_commit(&fixture, producer);
    ck_assert_int_gt(fixture_now_ms() - start_ms, 1000);
    pthread_join(thread, NULL);
    ck_assert(producer->begin_anew);
    fixture_begin(&fixture, producer);
    ck_assert_str_ne(rd_kafka_name(producer->handle.rk), client);
    ck_assert(!producer->begin_anew);
    fixture_send(&fixture, producer, to, "c", 1);
    fixture_commit(&fixture, producer);
    fixture_read(&fixture, 1, 0, text);
    ck_assert_str_eq(text, "a0 a1 b0 b1 c0");
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(closing_takes_no_longer_than_said)
{
    fixture_open(&fixture);
    struct consumer *consumer = fixture_consumer(&fixture, 0);
    fixture_start(&fixture, consumer);
    struct log_reader *reader = log_reader_new(&fixture.settings, fixture.topics[0], fixture.error);
    ck_assert(log_reader_start(reader, 0, -1, fixture.error));
    stop_broker();
    int64_t start_ms = fixture_now_ms();
    log_reader_close(reader);
    consumer_close(consumer);
    fixture_close(&fixture);
    ck_assert_int_lt(fixture_now_ms() - start_ms, 12000);
    go_on();
}
END_TEST

START_TEST(without_a_broker_the_wait_is_bounded)
{
    fixture_open(&fixture);
    stop_broker();
    int64_t start_ms = fixture_now_ms();
    struct admin *admin = admin_new(&fixture.settings, 2000, fixture.error);
    ck_assert_ptr_null(admin);
    ck_assert_int_lt(fixture_now_ms() - start_ms, 5000);
    ck_assert_ptr_nonnull(strstr(fixture.error, fixture.settings.bootstrap_servers));
    fixture_close(&fixture);
    go_on();
}
END_TEST

START_TEST(positions_of_an_open_transaction_are_waited_for)
{
    struct consumer_committed committed;
    fixture_open(&fixture);
    struct producer *producer = fixture_producer(&fixture, 0);
    struct consumer *consumer = fixture_consumer(&fixture, 0);
    fixture_start(&fixture, consumer);
    fixture_begin(&fixture, producer);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, fixture.topics[0], 0)->offset = 5;
    rd_kafka_error_t *failure = rd_kafka_send_offsets_to_transaction(producer->handle.rk, list,
                                                                     consumer_group(consumer), -1);
    ck_assert_ptr_null(failure);
    rd_kafka_topic_partition_list_destroy(list);
    int64_t start_ms = fixture_now_ms();
    ck_assert(!consumer_committed(consumer, 0, &committed, fixture.error));
    ck_assert_int_lt(fixture_now_ms() - start_ms, 8000);
    ck_assert_ptr_nonnull(strstr(fixture.error, "committed offsets"));
    /* Those of the other partition are not concerned. */
    ck_assert(consumer_committed(consumer, 1, &committed, fixture.error));
    fixture_commit(&fixture, producer);
    ck_assert_msg(consumer_committed(consumer, 0, &committed, fixture.error), "%s", fixture.error);
    ck_assert_int_eq(committed.offsets[0], 5);
    ck_assert_int_eq(committed.offsets[1], -1);
    consumer_close(consumer);
    producer_close(producer);
    fixture_close(&fixture);
}
END_TEST

START_TEST(who_does_not_poll_loses_the_partitions)
{
    const int64_t positions[] = {-1, -1, -1, -1};
    fixture_open(&fixture);
    fixture_property(&fixture, "session.timeout.ms", "1500");
    fixture_property(&fixture, "heartbeat.interval.ms", "300");
    fixture_property(&fixture, "max.poll.interval.ms", "2000");
    struct consumer *consumer = fixture_consumer(&fixture, 0);
    fixture_start(&fixture, consumer);
    fixture_sleep_ms(4000);
    fixture_await(&fixture, consumer, CONSUMER_LOST);
    consumer_stop(consumer);
    fixture_await(&fixture, consumer, CONSUMER_ASSIGNED);
    ck_assert_msg(consumer_start(consumer, positions, fixture.error), "%s", fixture.error);
    consumer_close(consumer);
    fixture_close(&fixture);
}
END_TEST

int main(void)
{
    setenv("CK_DEFAULT_TIMEOUT", CHECK_MAIN_TIMEOUT, 0);
    Suite *suite = suite_create("clients_faults");
    TCase *tcase = tcase_create("clients_faults");
    tcase_add_unchecked_fixture(tcase, NULL, go_on);
    tcase_add_checked_fixture(tcase, go_on, go_on);
    tcase_add_test(tcase, a_commit_without_an_answer_is_indefinite);
    tcase_add_test(tcase, after_a_broken_connection_the_client_is_made_anew);
    tcase_add_test(tcase, closing_takes_no_longer_than_said);
    tcase_add_test(tcase, without_a_broker_the_wait_is_bounded);
    tcase_add_test(tcase, positions_of_an_open_transaction_are_waited_for);
    tcase_add_test(tcase, who_does_not_poll_loses_the_partitions);
    suite_add_tcase(suite, tcase);
    return check_main_run(suite);
}
