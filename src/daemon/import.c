/* Standings that another program recorded, into the facts of a meritd that has not started yet. */
#include "daemon/import.h"

#include "base/memory.h"
#include "base/murmur2.h"
#include "daemon/beginning.h"
#include "kafka/producer.h"
#include "task/adopt.h"
#include "task/fact_pack.h"

#include <assert.h>
#include <stdio.h>

enum {
    IMPORT_WORKER = 256, /* a name beside those of workers, so that no worker is fenced */
};

struct importing {
    const struct import_job *job;
    struct beginner beginner;
    struct import_lines lines;
    struct fact_list messages; /* of one partner */
    struct buffer *packs;      /* of each partition */
    struct producer *producer;
    char *error;
};

/* ---- may it be done? --------------------------------------------------------------------- */

static const char has_started[] = "meritd has started already: standings are state from before its "
                                  "first day (for a new beginning choose another application_id, "
                                  "and make its topics)";
static const char was_imported[] =
    "standings were imported already: all that there are go into one import";

static enum import_outcome outcome_of(enum beginning beginning)
{
    return beginning == BEGINNING_GOOD      ? IMPORT_DONE
           : beginning == BEGINNING_REFUSED ? IMPORT_REFUSED
                                            : IMPORT_FAILED;
}

static enum import_outcome expect_not_started(struct importing *importing)
{
    enum beginning found = beginning_find_topics(&importing->beginner, importing->error);
    if (found == BEGINNING_GOOD) {
        found = beginning_expect_not_started(&importing->beginner, has_started, importing->error);
    }
    return outcome_of(found);
}

/* ---- sending ----------------------------------------------------------------------------- */

static enum kafka_outcome send_pack(struct importing *importing, uint32_t partition)
{
    struct producer_message message = {.partition = partition,
                                       .value = buffer_view(&importing->packs[partition])};
    enum kafka_outcome outcome = producer_send(importing->producer, &message, importing->error);
    buffer_clear(&importing->packs[partition]);
    return outcome;
}

/* All standings of one partner are one message. */
static enum kafka_outcome add_partner(struct importing *importing, size_t first, size_t count)
{
    struct merit_standing standings[MERIT_DESIGNATIONS_MAX];
    assert(count > 0 && count <= MERIT_DESIGNATIONS_MAX && "each designation once");
    for (size_t i = 0; i < count; i++) {
        standings[i] = importing->lines.lines[first + i].standing;
    }
    fact_list_clear(&importing->messages);
    adopt_message(&importing->messages, standings, (uint32_t)count);
    uint32_t partition = murmur2_partition(standings[0].partner_id, importing->beginner.partitions);
    struct buffer *pack = &importing->packs[partition];
    fact_pack_add(pack, fact_list_message(&importing->messages, 0));
    return pack->length >= FACT_PACK_BYTES ? send_pack(importing, partition) : KAFKA_DONE;
}

static enum kafka_outcome send_all(struct importing *importing, uint64_t *ret_partners)
{
    enum kafka_outcome outcome = KAFKA_DONE;
    *ret_partners = 0;
    for (size_t i = 0; i < importing->lines.count && outcome == KAFKA_DONE; (*ret_partners)++) {
        size_t count = import_lines_of_partner(&importing->lines, i);
        outcome = add_partner(importing, i, count);
        i += count;
    }
    for (uint32_t p = 0; p < importing->beginner.partitions && outcome == KAFKA_DONE; p++) {
        if (importing->packs[p].length > 0) {
            outcome = send_pack(importing, p);
        }
    }
    return outcome;
}

static enum import_outcome send_in_one(struct importing *importing, struct import_result *result)
{
    enum kafka_outcome outcome = producer_begin(importing->producer, importing->error);
    if (outcome == KAFKA_DONE) {
        outcome = send_all(importing, &result->partners);
    }
    if (outcome == KAFKA_DONE) {
        outcome = producer_commit(importing->producer, NULL, NULL, 0, importing->error);
    }
    if (outcome == KAFKA_ABORT) {
        char error[KAFKA_TEXT_MAX] = "";
        (void)producer_abort(importing->producer, error);
    }
    if (outcome == KAFKA_DONE) {
        result->standings = importing->lines.count;
    }
    return outcome == KAFKA_DONE ? IMPORT_DONE : IMPORT_FAILED;
}

static enum import_outcome import_lines(struct importing *importing, struct import_result *result)
{
    enum import_outcome outcome = expect_not_started(importing);
    if (outcome != IMPORT_DONE) {
        return outcome;
    }
    size_t size = importing->beginner.partitions * sizeof *importing->packs;
    importing->packs = memory_allocate(size);
    memset(importing->packs, 0, size);
    /* A transaction that an import before left open is ended by this. */
    const char *facts = importing->beginner.topics.facts;
    struct producer_config config = {.settings = importing->job->kafka,
                                     .worker = IMPORT_WORKER,
                                     .topic_count = 1,
                                     .topics = &facts,
                                     .transactional = true};
    enum kafka_outcome opened;
    importing->producer = producer_new(&config, &opened, importing->error);
    if (importing->producer == NULL) {
        return IMPORT_FAILED;
    }
    outcome = outcome_of(
        beginning_expect_empty(&importing->beginner, facts, was_imported, importing->error));
    if (outcome == IMPORT_DONE) {
        outcome = send_in_one(importing, result);
    }
    producer_close(importing->producer);
    return outcome;
}

static void importing_fini(struct importing *importing)
{
    for (uint32_t i = 0; importing->packs != NULL && i < importing->beginner.partitions; i++) {
        buffer_fini(&importing->packs[i]);
    }
    memory_free(importing->packs);
    fact_list_fini(&importing->messages);
    import_lines_fini(&importing->lines);
}

enum import_outcome import_run(const struct import_job *job,
                               struct import_result *ret_result,
                               char *error)
{
    struct importing importing = {
        .job = job, .beginner = {.config = job->config, .kafka = job->kafka}, .error = error};
    *ret_result = (struct import_result){0};
    error[0] = '\0';
    enum import_outcome outcome = IMPORT_BAD_LINES;
    if (!import_lines_read(&importing.lines, job->program, job->files, job->file_count, error)) {
        outcome = IMPORT_FAILED;
    } else if (importing.lines.bad_lines == 0 && importing.lines.count == 0) {
        (void)snprintf(error, KAFKA_TEXT_MAX, "there is no standing in what was given");
    } else if (importing.lines.bad_lines == 0) {
        outcome = import_lines(&importing, ret_result);
    }
    ret_result->bad_lines = importing.lines.bad_lines;
    importing_fini(&importing);
    return outcome;
}
