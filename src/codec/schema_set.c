/* All schemas that a process knows: its own six, and those that others write its inputs with. */
#include "codec/schema_set.h"

#include "base/memory.h"
#include "codec/schema_canonical.h"
#include "codec/schema_file.h"

#include <assert.h>
#include <stdio.h>

#define FULL_NAME_START "merit.v1."

/* The fingerprint tells whether a file is the schema that this version's code was written for. */
static const struct {
    const char *name;
    uint64_t fingerprint;
} records[RECORD_KINDS] = {
    [RECORD_ASSOCIATION] = {"AssociationEvent", UINT64_C(0x9457904AE935F3B6)},
    [RECORD_USAGE] = {"UsageEvent", UINT64_C(0x09351EECCC1112E8)},
    [RECORD_CERTIFICATION] = {"CertificationEvent", UINT64_C(0x3993122175B7618C)},
    [RECORD_SCORE_CHANGED] = {"ScoreChanged", UINT64_C(0x1F590FF91960FAA8)},
    [RECORD_DESIGNATION] = {"DesignationEvent", UINT64_C(0x46D468E4B210A865)},
    [RECORD_SCORE] = {"DesignationScore", UINT64_C(0x740590A2B8CA35B8)},
};

struct loading {
    struct schema_set *set;
    struct text_buffer *errors;
    struct arena scratch; /* of one file's text */
    bool failed;
};

const char *record_schema_name(enum record_kind kind)
{
    return records[kind].name;
}

static void begin_error(struct loading *loading, const char *path)
{
    loading->failed = true;
    text_buffer_add_string(loading->errors, path);
    text_buffer_add_string(loading->errors, ": ");
}

static void end_error(struct loading *loading, const char *what)
{
    text_buffer_add_string(loading->errors, what);
    text_buffer_add_byte(loading->errors, '\n');
}

/* Reads a file's schema into the set's arena; NULL, and said, where that fails. */
static const struct schema *read_schema(struct loading *loading, const char *path)
{
    arena_reset(&loading->scratch);
    struct merit_text text = schema_file_read(&loading->scratch, path, loading->errors);
    if (merit_text_is_null(text)) {
        loading->failed = true;
        return NULL;
    }
    struct text_buffer reason = {0};
    struct schema *schema = arena_allocate(&loading->set->arena, sizeof *schema);
    if (!schema_read(&loading->set->arena, text, &reason, schema)) {
        schema = NULL;
        begin_error(loading, path);
        text_buffer_add(loading->errors, reason.at, reason.length);
        end_error(loading, "");
    }
    text_buffer_fini(&reason);
    return schema;
}

static uint64_t fingerprint_of(const struct schema *schema)
{
    struct text_buffer canonical = {0};
    schema_canonical_add(&canonical, schema);
    uint64_t fingerprint =
        schema_fingerprint((struct merit_text){canonical.at, (uint32_t)canonical.length});
    text_buffer_fini(&canonical);
    return fingerprint;
}

static void add_writer(struct loading *loading,
                       const char *path,
                       enum merit_event_kind kind,
                       const struct schema *schema)
{
    struct schema_writers *writers = &loading->set->writers[kind];
    uint64_t fingerprint = fingerprint_of(schema);
    if (schema_set_plan(loading->set, kind, fingerprint) != NULL) {
        return; /* the same schema, perhaps with other words around it */
    }
    struct plan plan;
    struct text_buffer reason = {0};
    if (plan_compile(&loading->set->arena, schema, kind, &reason, &plan)) {
        assert(writers->count < SCHEMA_WRITERS_MAX);
        writers->fingerprints[writers->count] = fingerprint;
        writers->plans[writers->count] = plan;
        writers->count++;
    } else {
        begin_error(loading, path);
        text_buffer_add(loading->errors, reason.at, reason.length);
        end_error(loading, "; such records cannot be read: change the producer's schema");
    }
    text_buffer_fini(&reason);
}

static void load_own(struct loading *loading, const char *folder, enum record_kind kind)
{
    char name[64];
    (void)snprintf(name, sizeof name, "%s.avsc", records[kind].name);
    const char *path = schema_file_path(&loading->set->arena, folder, name);
    const struct schema *schema = read_schema(loading, path);
    if (schema == NULL) {
        return;
    }
    uint64_t fingerprint = fingerprint_of(schema);
    if (fingerprint != records[kind].fingerprint) {
        char what[200];
        (void)snprintf(what, sizeof what,
                       "is not this version's schema (fingerprint %016llx, not %016llx); put back "
                       "the file that was installed, and a producer's schema into writers/",
                       (unsigned long long)fingerprint,
                       (unsigned long long)records[kind].fingerprint);
        begin_error(loading, path);
        end_error(loading, what);
        return;
    }
    loading->set->fingerprints[kind] = fingerprint;
    if (kind < RECORD_INPUTS) {
        add_writer(loading, path, (enum merit_event_kind)kind, schema);
    }
}

static void load_writer(struct loading *loading, const char *path)
{
    const struct schema *schema = read_schema(loading, path);
    if (schema == NULL) {
        return;
    }
    const char *full_name = schema->types[schema->root].full_name;
    size_t start = sizeof FULL_NAME_START - 1;
    for (int kind = 0; kind < RECORD_INPUTS; kind++) {
        if (full_name != NULL && strncmp(full_name, FULL_NAME_START, start) == 0 &&
            strcmp(full_name + start, records[kind].name) == 0) {
            add_writer(loading, path, (enum merit_event_kind)kind, schema);
            return;
        }
    }
    begin_error(loading, path);
    end_error(loading, "is none of merit.v1.AssociationEvent, merit.v1.UsageEvent, "
                       "merit.v1.CertificationEvent; a writer's schema must have that name");
}

struct schema_set *schema_set_load(const char *folder, struct text_buffer *errors)
{
    struct loading loading = {.errors = errors};
    loading.set = memory_allocate(sizeof *loading.set);
    memset(loading.set, 0, sizeof *loading.set);
    arena_init(&loading.set->arena);
    arena_init(&loading.scratch);
    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        load_own(&loading, folder, (enum record_kind)kind);
    }
    struct schema_file_list files = {0, NULL};
    const char *writers = schema_file_path(&loading.set->arena, folder, "writers");
    if (!schema_file_list(&loading.set->arena, writers, errors, &files)) {
        loading.failed = true;
    }
    for (uint32_t i = 0; i < files.count; i++) {
        load_writer(&loading, files.paths[i]);
    }
    arena_fini(&loading.scratch);
    if (loading.failed) {
        schema_set_free(loading.set);
        return NULL;
    }
    return loading.set;
}

void schema_set_free(struct schema_set *set)
{
    if (set != NULL) {
        arena_fini(&set->arena);
        memory_free(set);
    }
}

const struct plan *schema_set_plan(const struct schema_set *set,
                                   enum merit_event_kind kind,
                                   uint64_t fingerprint)
{
    const struct schema_writers *writers = &set->writers[kind];
    for (uint32_t i = 0; i < writers->count; i++) {
        if (writers->fingerprints[i] == fingerprint) {
            return &writers->plans[i];
        }
    }
    return NULL;
}

bool schema_set_knows(const struct schema_set *set, uint64_t fingerprint)
{
    for (int kind = 0; kind < RECORD_KINDS; kind++) {
        if (set->fingerprints[kind] == fingerprint) {
            return true;
        }
    }
    for (int kind = 0; kind < RECORD_INPUTS; kind++) {
        if (schema_set_plan(set, (enum merit_event_kind)kind, fingerprint) != NULL) {
            return true;
        }
    }
    return false;
}
