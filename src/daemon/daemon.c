/* The daemon as a whole: from a configuration to workers that run, until it is asked to stop. */
#include "daemon/daemon.h"

#include "codec/line_read.h"
#include "daemon/check_config.h"
#include "daemon/local_state.h"
#include "daemon/notify.h"
#include "daemon/owners_desk.h"
#include "daemon/reporter.h"
#include "daemon/rule_sets.h"
#include "daemon/signals.h"
#include "daemon/standby.h"
#include "daemon/standby_duty.h"
#include "daemon/start_topics.h"
#include "daemon/try_out.h"
#include "daemon/worker.h"

#include <uv.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    EXIT_STOPPED = 0,
    EXIT_FAILED = 1,
    EXIT_REFUSED = 2,
    TICK_MS = 1000,
    SOURCE_TEXT_MAX = 128,
};

/* The daemon and its main thread. */
struct daemon {
    const struct daemon_options *options;
    struct config *config;
    struct rule_sets rules;
    struct schema_set *schemas;
    struct log log;
    struct kafka_property properties[CONFIG_PROPERTIES_MAX];
    struct try_out try_out;
    struct topic_plans topics;
    struct shared shared;
    struct reporter reporter;
    uint32_t worker_count;
    struct worker **workers;
    struct standby_duty duty;
    struct owners_desk *owners; /* NULL: an embedded broker, which nobody else is at */
    uv_loop_t loop;
    uv_async_t wake;
    uv_timer_t tick;
    uv_signal_t terminate;
    uv_signal_t interrupt;
    uv_signal_t hang_up;
    char source[SOURCE_TEXT_MAX];
};

static int refuse(const struct daemon *daemon, const char *what, const char *error)
{
    LOG(&daemon->log, LOG_ERROR, what, log_text("error", error));
    return EXIT_REFUSED;
}

/* ---- what it is given -------------------------------------------------------------------- */

static bool load_files(struct daemon *daemon)
{
    struct yaml_errors errors;
    yaml_errors_init(&errors);
    daemon->config = config_load(&daemon->options->source, &errors);
    if (daemon->config != NULL) {
        check_config_files(daemon->config, &errors);
    }
    if (daemon->config != NULL && errors.count == 0) {
        (void)rule_sets_load(&daemon->rules, daemon->config->rules_directory, &errors);
    }
    if (errors.count > 0) {
        (void)fwrite(errors.text.bytes, 1, errors.text.length, stderr);
        (void)fprintf(stderr, "meritd: %u %s in the configuration; nothing was changed\n",
                      errors.count, errors.count == 1 ? "error" : "errors");
    }
    bool good = daemon->config != NULL && errors.count == 0;
    char error[LINE_ERROR_BYTES];
    if (good && !line_files_check(daemon->options->files, daemon->options->file_count, error)) {
        (void)fprintf(stderr, "meritd: %s; nothing was changed\n", error);
        good = false;
    }
    yaml_errors_fini(&errors);
    struct text_buffer text = {0};
    if (good) {
        daemon->schemas = schema_set_load(daemon->config->schemas_directory, &text);
    }
    if (text.length > 0) {
        (void)fwrite(text.at, 1, text.length, stderr);
    }
    text_buffer_fini(&text);
    return good && daemon->schemas != NULL;
}

static void take_log(struct daemon *daemon)
{
    daemon->log = (struct log){
        .descriptor = STDERR_FILENO,
        .level = daemon->config->log_level,
        .format = daemon->config->log_format,
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets variables */
        .priorities = log_is_journal(STDERR_FILENO, getenv("JOURNAL_STREAM")),
    };
}

static void take_kafka(struct daemon *daemon)
{
    const struct config *config = daemon->config;
    daemon->shared.config = config;
    daemon->shared.log = &daemon->log;
    daemon->shared.embedded = daemon->options->source.try_out;
    for (uint32_t i = 0; i < config->kafka_properties.count; i++) {
        daemon->properties[i] = (struct kafka_property){config->kafka_properties.items[i].name,
                                                        config->kafka_properties.items[i].value};
    }
    daemon->shared.kafka = (struct kafka_settings){
        .bootstrap_servers = config->kafka_bootstrap_servers,
        .application_id = config->application_id,
        .instance_id = config->instance_id,
        .property_count = config->kafka_properties.count,
        .properties = daemon->properties,
        .embedded = daemon->options->source.try_out,
        .log = &daemon->log,
        .stopping = &daemon->shared.stopping,
    };
}

/* ---- Kafka -------------------------------------------------------------------------------- */

/* What is waited for at the start: EXIT_STOPPED also where the process is to end before it came. */
static int open_kafka(struct daemon *daemon)
{
    struct shared *shared = &daemon->shared;
    char error[KAFKA_TEXT_MAX] = "";
    shared->admin = admin_new(&shared->kafka, (uint32_t)daemon->config->startup_wait_ms, error);
    const char *wrong = "no broker";
    if (shared->admin != NULL) {
        wrong = start_topics(shared, &daemon->topics, error);
    }
    if (wrong != NULL) {
        return atomic_load(&shared->stopping) ? EXIT_STOPPED : refuse(daemon, wrong, error);
    }
    shared->cluster_id = merit_text_of(admin_cluster_id(shared->admin));
    return EXIT_STOPPED;
}

/* ---- the shared state -------------------------------------------------------------------- */

static void wake_main(void *context)
{
    struct daemon *daemon = context;
    (void)uv_async_send(&daemon->wake);
}

static void take_settings(struct daemon *daemon)
{
    const struct config *config = daemon->config;
    struct partner_settings *settings = &daemon->shared.settings;
    settings->min_hundredths = config->score_changes_min_hundredths;
    settings->threshold_count = (uint8_t)config->score_changes_thresholds.count;
    memcpy(settings->thresholds, config->score_changes_thresholds.points,
           config->score_changes_thresholds.count * sizeof settings->thresholds[0]);
}

static void open_shared(struct daemon *daemon)
{
    struct shared *shared = &daemon->shared;
    atomic_init(&shared->program, rule_sets_program(&daemon->rules));
    shared->schemas = daemon->schemas;
    (void)snprintf(daemon->source, sizeof daemon->source, "/meritd/%s",
                   daemon->config->application_id);
    shared->source = daemon->source;
    take_settings(daemon);
    shared->wake = wake_main;
    shared->wake_context = daemon;
    shared_open(shared);
}

/* ---- the loop ---------------------------------------------------------------------------- */

static void close_handles(struct daemon *daemon)
{
    uv_handle_t *const handles[] = {(uv_handle_t *)&daemon->wake, (uv_handle_t *)&daemon->tick,
                                    (uv_handle_t *)&daemon->terminate,
                                    (uv_handle_t *)&daemon->interrupt,
                                    (uv_handle_t *)&daemon->hang_up};
    for (size_t i = 0; i < sizeof handles / sizeof handles[0]; i++) {
        if (!uv_is_closing(handles[i])) {
            uv_close(handles[i], NULL);
        }
    }
}

static void on_wake(uv_async_t *handle)
{
    struct daemon *daemon = handle->data;
    if (atomic_load(&daemon->shared.stopping)) {
        uv_stop(&daemon->loop);
    } else {
        if (rule_sets_are_asked(&daemon->shared)) {
            rule_sets_reload(&daemon->rules, &daemon->shared);
        }
        reporter_tick(&daemon->reporter); /* all tasks are open */
    }
}

static void on_tick(uv_timer_t *handle)
{
    struct daemon *daemon = handle->data;
    admin_poll(daemon->shared.admin);
    reporter_tick(&daemon->reporter);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct daemon *daemon = handle->data;
    LOG(&daemon->log, LOG_INFO, "stopping", log_int("signal", number));
    atomic_store(&daemon->shared.stopping, true);
    uv_stop(&daemon->loop);
}

static void on_hang_up(uv_signal_t *handle, int number)
{
    struct daemon *daemon = handle->data;
    (void)number;
    /* Whoever waits for the first READY is not to get it from here. */
    if (daemon->reporter.ready) {
        notify_reloading();
    }
    rule_sets_reload(&daemon->rules, &daemon->shared);
    if (daemon->reporter.ready) {
        notify_ready();
    }
}

static void open_loop(struct daemon *daemon)
{
    (void)uv_loop_init(&daemon->loop);
    (void)uv_async_init(&daemon->loop, &daemon->wake, on_wake);
    (void)uv_timer_init(&daemon->loop, &daemon->tick);
    (void)uv_signal_init(&daemon->loop, &daemon->terminate);
    (void)uv_signal_init(&daemon->loop, &daemon->interrupt);
    (void)uv_signal_init(&daemon->loop, &daemon->hang_up);
    daemon->wake.data = daemon;
    daemon->tick.data = daemon;
    daemon->terminate.data = daemon;
    daemon->interrupt.data = daemon;
    daemon->hang_up.data = daemon;
    (void)uv_timer_start(&daemon->tick, on_tick, TICK_MS, TICK_MS);
    (void)uv_signal_start(&daemon->terminate, on_signal, SIGTERM);
    (void)uv_signal_start(&daemon->interrupt, on_signal, SIGINT);
    (void)uv_signal_start(&daemon->hang_up, on_hang_up, SIGHUP);
    (void)signal(SIGPIPE, SIG_IGN);
    signals_hand_over();
}

/* What instances say to each other, and what this one does for others. */
static void open_desk(struct daemon *daemon)
{
    struct shared *shared = &daemon->shared;
    if (shared->embedded) {
        return;
    }
    daemon->owners = owners_desk_start(shared);
    daemon->reporter.desk = daemon->owners;
    if (daemon->owners != NULL && daemon->config->standby > 0) {
        daemon->duty = (struct standby_duty){daemon->config, daemon->owners};
        const struct standby_wants wants = {standby_duty_wants, &daemon->duty};
        shared->standby = standby_start(shared, &wants);
    }
    if (daemon->owners == NULL || (daemon->config->standby > 0 && shared->standby == NULL)) {
        shared_fail(shared, EXIT_FAILED, "no thread", "the system gives none");
    }
}

static void close_desk(struct daemon *daemon)
{
    if (daemon->shared.standby != NULL) {
        standby_stop(daemon->shared.standby);
    }
    if (daemon->owners != NULL) {
        daemon->reporter.desk = NULL;
        owners_desk_stop(daemon->owners);
    }
}

static void run_workers(struct daemon *daemon)
{
    open_desk(daemon);
    uint32_t wanted = (uint32_t)daemon->config->workers;
    daemon->workers = memory_allocate(wanted * sizeof(struct worker *));
    while (daemon->worker_count < wanted) {
        struct worker *worker = worker_start(&daemon->shared, daemon->worker_count);
        if (worker == NULL) {
            shared_fail(&daemon->shared, EXIT_FAILED, "no thread", "the system gives none");
            break;
        }
        daemon->workers[daemon->worker_count++] = worker;
    }
    (void)uv_run(&daemon->loop, UV_RUN_DEFAULT);
    atomic_store(&daemon->shared.stopping, true);
    notify_stopping();
    for (uint32_t i = 0; i < daemon->worker_count; i++) {
        worker_join(daemon->workers[i]);
    }
    memory_free(daemon->workers);
    close_desk(daemon);
    reporter_counters(&daemon->reporter);
}

static bool stopped_early(const struct daemon *daemon)
{
    if (!atomic_load(&daemon->shared.stopping)) {
        return false;
    }
    LOG(&daemon->log, LOG_INFO, "stopping", log_int("signal", signals_stopped_by()));
    LOG(&daemon->log, LOG_INFO, "stopped", log_int("exit_code", EXIT_STOPPED));
    return true;
}

static int run(struct daemon *daemon)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets variables */
    if (!faults_read(&daemon->shared.faults, getenv("MERITD_FAIL"))) {
        return refuse(daemon, "MERITD_FAIL names no fault point", "see meritd --fault-points");
    }
    int result = open_kafka(daemon);
    if (result != EXIT_STOPPED || stopped_early(daemon)) {
        return result;
    }
    if (daemon->options->source.try_out &&
        !try_out_load(daemon->config, &daemon->shared.kafka, daemon->schemas,
                      daemon->options->files, daemon->options->file_count)) {
        return EXIT_FAILED;
    }
    open_shared(daemon);
    char error[STORE_TEXT_MAX] = "";
    if (!local_state_is_ours(&daemon->shared, error)) {
        shared_close(&daemon->shared);
        return refuse(daemon, "state on disk is not ours", error);
    }
    open_loop(daemon);
    reporter_init(&daemon->reporter, &daemon->shared);
    LOG(&daemon->log, LOG_INFO, "started",
        log_text("application_id", daemon->config->application_id),
        log_text("instance_id", daemon->config->instance_id),
        log_int("workers", daemon->config->workers), log_uint("tasks", daemon->shared.task_count),
        log_int("rules_revision", rule_sets_program(&daemon->rules)->revision));
    run_workers(daemon);
    reporter_fini(&daemon->reporter);
    /* Workers wake this thread until they end: only now nobody does any more. */
    close_handles(daemon);
    signals_hear(&daemon->shared.stopping);
    (void)uv_run(&daemon->loop, UV_RUN_DEFAULT);
    (void)uv_loop_close(&daemon->loop);
    shared_close(&daemon->shared);
    result = atomic_load(&daemon->shared.exit_code);
    LOG(&daemon->log, LOG_INFO, "stopped", log_int("exit_code", result));
    return result;
}

int daemon_run(const struct daemon_options *options)
{
    struct daemon *daemon = memory_allocate(sizeof *daemon);
    memset(daemon, 0, sizeof *daemon);
    daemon->options = options;
    signals_hear(&daemon->shared.stopping);
    int result = EXIT_REFUSED;
    char error[KAFKA_TEXT_MAX] = "";
    if (load_files(daemon)) {
        take_log(daemon);
        if (!options->source.try_out || try_out_start(&daemon->try_out, daemon->config, error)) {
            take_kafka(daemon);
            result = run(daemon);
        } else {
            result = refuse(daemon, "embedded broker cannot be started", error);
        }
    }
    if (daemon->shared.admin != NULL) {
        admin_close(daemon->shared.admin);
    }
    if (options->source.try_out) {
        try_out_stop(&daemon->try_out);
    }
    schema_set_free(daemon->schemas);
    rule_sets_fini(&daemon->rules);
    config_free(daemon->config);
    signals_hear(NULL);
    memory_free(daemon);
    return result;
}
