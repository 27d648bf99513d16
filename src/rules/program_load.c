/* A directory of rule files to a rule program. */
#include "rules/program_load.h"

#include "base/memory.h"
#include "rules/assemble.h"
#include "rules/directory.h"
#include "rules/version_read.h"
#include "yaml/file.h"
#include "yaml/suggest.h"

#include <stdlib.h>

static const char program_name[] = "program.yaml";

/* A load while it goes on. */
struct loader {
    struct rules *rules;
    struct arena *arena;
    struct yaml_errors *errors;
    const char *path;
    struct rules_program *program;
    struct rules_assembly assembly;
};

static struct rules *rules_new(void)
{
    struct rules *rules = memory_allocate(sizeof *rules);
    *rules = (struct rules){0};
    arena_init(&rules->arena);
    return rules;
}

void rules_free(struct rules *rules)
{
    if (rules != NULL) {
        arena_fini(&rules->arena);
        memory_free(rules);
    }
}

static void loader_init(struct loader *loader, const char *path, struct yaml_errors *errors)
{
    struct rules *rules = rules_new();
    *loader = (struct loader){.rules = rules, .arena = &rules->arena, .errors = errors};
    loader->path = arena_text(loader->arena, merit_text_of(path)).at;
    loader->program = arena_allocate(loader->arena, sizeof *loader->program);
    loader->program->metrics = "";
    loader->assembly = (struct rules_assembly){
        .arena = loader->arena,
        .errors = errors,
        .path = loader->path,
        .designations = arena_allocate(loader->arena, MERIT_DESIGNATIONS_MAX *
                                                          sizeof *loader->assembly.designations),
    };
}

/* ---- files ------------------------------------------------------------------------------- */

static struct yaml_node *parse(struct loader *loader, const char *path, struct merit_text bytes)
{
    struct yaml_file *file = arena_allocate(loader->arena, sizeof *file);
    file->path = path;
    file->bytes = bytes;
    file->arena = loader->arena;
    file->errors = loader->errors;
    file->noun = "a rule file";
    file->example = "designation: modern_work";
    file->context = loader->program->letters;
    return yaml_parse(file);
}

static struct yaml_node *parse_path(struct loader *loader, const char *path)
{
    struct merit_text bytes = yaml_file_read(loader->arena, loader->errors, path);
    return merit_text_is_null(bytes) ? NULL : parse(loader, path, bytes);
}

static struct rules_version *read_version(struct loader *loader, const struct yaml_node *root)
{
    struct rules_version *version = arena_allocate(loader->arena, sizeof *version);
    version_read(version, root, loader->program->metrics);
    vocabulary_check(&loader->program->vocabulary, version);
    return version;
}

/* ---- the versions of a designation ------------------------------------------------------- */

static void check_against_place(const struct rules_version *version,
                                struct merit_text folder,
                                const char *name)
{
    if (version->designation.length > 0 && !merit_text_equal(version->designation, folder)) {
        yaml_error(yaml_child(version->root, "designation"), 0, NULL,
                   "the file lies in the folder of '%.*s', expected that name", (int)folder.length,
                   folder.at);
    }
    struct merit_text date = merit_text_of(name);
    date.length = date.length < 10 ? date.length : 10;
    if (version->effective != MERIT_NO_DAY && value_parse_day(date) != version->effective) {
        yaml_error(version->effective_node, 0, NULL,
                   "the file's name must begin with this day, but is '%s'", name);
    }
}

static bool same_specializations(const struct rules_version *a, const struct rules_version *b)
{
    if (a->specializations.count != b->specializations.count) {
        return false;
    }
    for (uint32_t i = 0; i < a->specializations.count; i++) {
        if (!merit_text_equal(a->specializations.items[i].text, b->specializations.items[i].text)) {
            return false;
        }
    }
    return true;
}

/* What a version must have in common with the one before. */
static void check_neighbours(const struct rules_version *earlier, const struct rules_version *later)
{
    if (earlier->effective == MERIT_NO_DAY || later->effective == MERIT_NO_DAY) {
        return;
    }
    if (earlier->effective == later->effective) {
        yaml_error(later->effective_node, 0, NULL, "another version has this day: %s",
                   earlier->file->path);
    }
    if (!merit_text_equal(earlier->title, later->title)) {
        yaml_error(yaml_child(later->root, "title"), 0, NULL,
                   "the title must be the same in all versions, but is '%.*s' in %s",
                   (int)earlier->title.length, earlier->title.at, earlier->file->path);
    }
    if (!same_specializations(earlier, later)) {
        const struct yaml_node *node = yaml_child(later->root, "specializations");
        yaml_error(node != NULL ? node->key : later->root, 0, NULL,
                   "the specializations must be the same in all versions, and in %s differ",
                   earlier->file->path);
    }
}

/* A date of the version from which something would hold, but the next version is in force by then.
 */
static void check_reach(const struct rules_version *version, const struct rules_version *next)
{
    struct rules_entries entries = entries_of(version->root);
    for (uint32_t i = 0; i < entries.count && next->effective != MERIT_NO_DAY; i++) {
        const struct rules_entry *entry = &entries.entries[i];
        if (entry->from_day != INT32_MIN && entry->from_day >= next->effective) {
            yaml_error_at(version->file, (struct yaml_place){entry->line, entry->column}, NULL,
                          "it would begin when this version has ended: expected in %s",
                          next->file->path);
        }
    }
}

static void insert_version(struct rules_designation *designation,
                           const struct rules_version *version)
{
    uint32_t at = designation->version_count++;
    for (; at > 0 && designation->versions[at - 1]->effective > version->effective; at--) {
        designation->versions[at] = designation->versions[at - 1];
    }
    designation->versions[at] = version;
}

static void load_designation(struct loader *loader, struct merit_text id)
{
    const char *folder =
        directory_join(loader->arena, loader->path, arena_text(loader->arena, id).at);
    struct directory_list list;
    if (!directory_list(loader->arena, loader->errors, folder, false, &list)) {
        return;
    }
    directory_check_files(loader->arena, loader->errors, folder,
                          "a file to read, named by the first day of a version, such as "
                          "2022-10-03.yaml, and nothing else here");
    if (list.count == 0) {
        yaml_error_plain(loader->errors, folder,
                         "holds no version: expected files named by their first day, such as "
                         "2022-10-03.yaml");
        return;
    }
    struct rules_designation *designation =
        &loader->assembly.designations[loader->assembly.designation_count++];
    designation->id = id;
    designation->versions =
        arena_allocate(loader->arena, list.count * sizeof(struct rules_version *));
    for (uint32_t i = 0; i < list.count; i++) {
        const char *path = directory_join(loader->arena, folder, list.names[i]);
        const struct yaml_node *root = parse_path(loader, path);
        if (root != NULL) {
            const struct rules_version *version = read_version(loader, root);
            check_against_place(version, id, list.names[i]);
            insert_version(designation, version);
        }
    }
    for (uint32_t v = 1; v < designation->version_count; v++) {
        check_neighbours(designation->versions[v - 1], designation->versions[v]);
        check_reach(designation->versions[v - 1], designation->versions[v]);
    }
}

/* ---- the directory ----------------------------------------------------------------------- */

static bool is_designation(const struct loader *loader, struct merit_text name)
{
    for (uint32_t i = 0; i < loader->program->designation_count; i++) {
        if (merit_text_equal(loader->program->designations[i].text, name)) {
            return true;
        }
    }
    return false;
}

/* Folders and files that the program does not know: forgotten, or misspelt. */
static void check_strangers(struct loader *loader)
{
    struct directory_list folders;
    struct directory_list files;
    if (!directory_list(loader->arena, loader->errors, loader->path, true, &folders) ||
        !directory_list(loader->arena, loader->errors, loader->path, false, &files)) {
        return;
    }
    for (uint32_t i = 0; i < folders.count; i++) {
        if (!is_designation(loader, merit_text_of(folders.names[i]))) {
            yaml_error_plain(loader->errors,
                             directory_join(loader->arena, loader->path, folders.names[i]),
                             "the folder is not among the designations of %s", program_name);
        }
    }
    for (uint32_t i = 0; i < files.count; i++) {
        if (strcmp(files.names[i], program_name) != 0) {
            yaml_error_plain(
                loader->errors, directory_join(loader->arena, loader->path, files.names[i]),
                "expected in the folder of its designation; here stands only %s", program_name);
        }
    }
}

/* A folder that no designation names, and that one may have been meant to. */
static const char *nearest_folder(const struct loader *loader, struct merit_text id)
{
    struct directory_list folders;
    if (!directory_list(loader->arena, loader->errors, loader->path, true, &folders)) {
        return NULL;
    }
    struct merit_text *names = arena_allocate(loader->arena, (folders.count + 1) * sizeof *names);
    size_t count = 0;
    for (uint32_t i = 0; i < folders.count; i++) {
        names[count] = merit_text_of(folders.names[i]);
        count += !is_designation(loader, names[count]);
    }
    size_t nearest = suggest_nearest(id, names, count);
    return nearest == count ? NULL : yaml_did_you_mean(loader->arena, names[nearest]);
}

static void load_folders(struct loader *loader)
{
    for (uint32_t i = 0; i < loader->program->designation_count; i++) {
        struct merit_text id = loader->program->designations[i].text;
        if (!directory_has(loader->path, arena_text(loader->arena, id).at)) {
            value_error(&loader->program->designations[i], id.at, nearest_folder(loader, id),
                        "no folder of this name stands beside %s", program_name);
            continue;
        }
        load_designation(loader, id);
    }
}

/* ---- the end of a load ------------------------------------------------------------------- */

static void keep_origins(struct loader *loader)
{
    const struct rules_assembly *assembly = &loader->assembly;
    uint32_t count = 0;
    for (uint32_t d = 0; d < assembly->designation_count; d++) {
        count += assembly->designations[d].version_count;
    }
    struct rules_origin *origins = arena_allocate(loader->arena, count * sizeof *origins);
    for (uint32_t d = 0; d < assembly->designation_count; d++) {
        for (uint32_t v = 0; v < assembly->designations[d].version_count; v++) {
            const struct rules_version *version = assembly->designations[d].versions[v];
            origins[loader->rules->origin_count++] =
                (struct rules_origin){version->file->path, assembly->designations[d].id,
                                      version->effective, entries_of(version->root)};
        }
    }
    loader->rules->origins = origins;
}

static struct rules *finish(struct loader *loader, uint32_t errors_before)
{
    struct rules *rules = loader->rules;
    if (loader->errors->count == errors_before) {
        rules->program = arena_allocate(loader->arena, sizeof *rules->program);
        rules->program->revision = loader->program->revision;
        rules->program->standing = loader->program->standing;
        assemble_program(&loader->assembly, rules->program);
    }
    if (loader->errors->count != errors_before) {
        rules_free(rules);
        return NULL;
    }
    merit_program_finish(rules->program);
    rules->sources = loader->program->sources;
    rules->source_count = loader->program->source_count;
    keep_origins(loader);
    return rules;
}

struct rules *rules_load(const char *directory, struct yaml_errors *errors)
{
    struct loader loader;
    uint32_t before = errors->count;
    loader_init(&loader, directory, errors);
    struct directory_list files;
    bool listed = directory_list(loader.arena, errors, loader.path, false, &files);
    if (listed && !directory_has(loader.path, program_name)) {
        yaml_error_plain(errors, loader.path, "holds no %s: expected a directory of rules",
                         program_name);
        listed = false;
    }
    if (listed) {
        loader.rules->program_path = directory_join(loader.arena, loader.path, program_name);
        const struct yaml_node *root = parse_path(&loader, loader.rules->program_path);
        if (root != NULL) {
            program_read(loader.program, root);
            check_strangers(&loader);
            loader.rules->program_entries = vocabulary_leave_out(loader.arena, entries_of(root));
        }
        load_folders(&loader);
    }
    return finish(&loader, before);
}

struct rules *rules_load_bytes(const char *path,
                               struct merit_text bytes,
                               struct yaml_errors *errors)
{
    struct loader loader;
    uint32_t before = errors->count;
    loader_init(&loader, path, errors);
    const struct yaml_node *root = parse(&loader, loader.path, bytes);
    if (root != NULL) {
        const struct rules_version *version = read_version(&loader, root);
        const struct rules_version **versions = arena_allocate(loader.arena, sizeof *versions);
        versions[0] = version;
        loader.assembly.designation_count = 1;
        loader.assembly.designations[0] =
            (struct rules_designation){version->designation, 1, versions};
        /* Standing is not looked at here: the least that a program can have. */
        loader.program->standing = (struct merit_standing_rules){
            .first_day = version->effective,
            .anniversary_months = 1,
            .window_count = 1,
            .windows = {{.from_day = INT32_MIN}},
        };
    }
    return finish(&loader, before);
}

struct rules *rules_load_file(const char *path, struct yaml_errors *errors)
{
    struct arena arena;
    arena_init(&arena);
    struct merit_text bytes = yaml_file_read(&arena, errors, path);
    struct rules *rules = merit_text_is_null(bytes) ? NULL : rules_load_bytes(path, bytes, errors);
    arena_fini(&arena);
    return rules;
}
