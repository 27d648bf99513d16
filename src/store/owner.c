/* The file that says whose state a folder holds, and how it was left. */
#include "store/owner.h"

#include "store/fault.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    OWNER_NUMBER_BASE = 10,
    OWNER_HASH_BASE = 16,
    OWNER_DIGITS_MAX = 10,
    OWNER_REVISION_DIGITS_MAX = 20
};

static const char file_name[] = "owner";
static const char boot_path[] = "/proc/sys/kernel/random/boot_id";

/* ---- reading: lines of a word and a value, in this order ---------------------------------- */

struct lines {
    char *at; /* ends with a zero byte */
    bool failed;
};

/* The value of the next line, which is to begin with `word`; "" and failed where it does not. */
static const char *next_value(struct lines *lines, const char *word)
{
    static const char none[] = "";
    size_t length = strlen(word);
    char *end = lines->failed ? NULL : strchr(lines->at, '\n');
    if (end == NULL || strncmp(lines->at, word, length) != 0 || lines->at[length] != ' ') {
        lines->failed = true;
        return none;
    }
    const char *value = lines->at + length + 1;
    *end = '\0';
    lines->at = end + 1;
    return value;
}

static void write_number(char *to, size_t size, int base, uint32_t number)
{
    (void)(base == OWNER_HASH_BASE ? snprintf(to, size, "%08" PRIx32, number)
                                   : snprintf(to, size, "%" PRIu32, number));
}

/* Only as it is written: no sign, no blanks, no other digits. */
static uint32_t next_number(struct lines *lines, const char *word, int base)
{
    const char *value = next_value(lines, word);
    unsigned long number = strtoul(value, NULL, base);
    char written[OWNER_DIGITS_MAX + 1];
    write_number(written, sizeof written, base, (uint32_t)number);
    if (number > UINT32_MAX || strcmp(written, value) != 0) {
        lines->failed = true;
        return 0;
    }
    return (uint32_t)number;
}

static int64_t next_revision(struct lines *lines, uint32_t format)
{
    if (format == 1 && strncmp(lines->at, "boot ", strlen("boot ")) == 0) {
        return OWNER_NO_REVISION;
    }
    const char *value = next_value(lines, "revision");
    long long number = strtoll(value, NULL, OWNER_NUMBER_BASE);
    char written[OWNER_REVISION_DIGITS_MAX + 1];
    (void)snprintf(written, sizeof written, "%lld", number);
    lines->failed = lines->failed || strcmp(written, value) != 0 || number == OWNER_NO_REVISION;
    return number;
}

static void next_text(struct lines *lines, const char *word, char *to, size_t size)
{
    const char *value = next_value(lines, word);
    lines->failed = lines->failed || strlen(value) >= size;
    (void)snprintf(to, size, "%s", value);
}

static bool next_yes(struct lines *lines, const char *word)
{
    const char *value = next_value(lines, word);
    bool yes = strcmp(value, "yes") == 0;
    lines->failed = lines->failed || (!yes && strcmp(value, "no") != 0);
    return yes;
}

enum owner_found owner_parse(struct bytes content, struct owner *ret_owner)
{
    *ret_owner = (struct owner){0};
    char text[OWNER_FILE_MAX + 1] = {0};
    bool is_text = content.length > 0 && content.length <= OWNER_FILE_MAX &&
                   memchr(content.at, '\0', content.length) == NULL;
    if (is_text) {
        memcpy(text, content.at, content.length);
    }
    struct lines lines = {text, !is_text};
    ret_owner->format = next_number(&lines, "meritd-state", OWNER_NUMBER_BASE);
    bool newer = !lines.failed && ret_owner->format > STORE_FORMAT;
    next_text(&lines, "application", ret_owner->application_id, sizeof ret_owner->application_id);
    next_text(&lines, "cluster", ret_owner->cluster_id, sizeof ret_owner->cluster_id);
    ret_owner->task = next_number(&lines, "task", OWNER_NUMBER_BASE);
    ret_owner->task_count = next_number(&lines, "tasks", OWNER_NUMBER_BASE);
    ret_owner->program_hash = next_number(&lines, "program", OWNER_HASH_BASE);
    ret_owner->revision = next_revision(&lines, ret_owner->format);
    next_text(&lines, "boot", ret_owner->boot, sizeof ret_owner->boot);
    ret_owner->closed = next_yes(&lines, "closed");
    if (newer) {
        return OWNER_NEWER;
    }
    bool damaged = lines.failed || *lines.at != '\0' || ret_owner->format == 0;
    return damaged ? OWNER_DAMAGED : OWNER_FOUND;
}

enum owner_found owner_read(const struct folder *folder, struct owner *ret_owner)
{
    if (!folder_has(folder, file_name)) {
        *ret_owner = (struct owner){0};
        return OWNER_NONE;
    }
    struct buffer content = {0};
    if (!folder_read(folder, file_name, OWNER_FILE_MAX, &content)) {
        buffer_clear(&content);
    }
    enum owner_found found = owner_parse(buffer_view(&content), ret_owner);
    buffer_fini(&content);
    return found;
}

size_t owner_print(const struct owner *owner, char ret_text[OWNER_FILE_MAX])
{
    char revision[sizeof "revision \n" + OWNER_REVISION_DIGITS_MAX] = "";
    if (owner->revision != OWNER_NO_REVISION) {
        (void)snprintf(revision, sizeof revision, "revision %" PRId64 "\n", owner->revision);
    }
    int length = snprintf(ret_text, OWNER_FILE_MAX,
                          "meritd-state %" PRIu32 "\napplication %s\ncluster %s\ntask %" PRIu32
                          "\ntasks %" PRIu32 "\nprogram %08" PRIx32 "\n%sboot %s\nclosed %s\n",
                          owner->format, owner->application_id, owner->cluster_id, owner->task,
                          owner->task_count, owner->program_hash, revision, owner->boot,
                          owner->closed ? "yes" : "no");
    assert(length > 0 && length < OWNER_FILE_MAX);
    return (size_t)length;
}

bool owner_write(const struct folder *folder, const struct owner *owner, char *error)
{
    char text[OWNER_FILE_MAX];
    size_t length = owner_print(owner, text);
    return folder_replace(folder, file_name, (struct bytes){(const uint8_t *)text, length}, error);
}

bool owner_remove(const struct folder *folder, char *error)
{
    return folder_remove(folder, file_name, error);
}

/* ---- comparing ---------------------------------------------------------------------------- */

/* Where the machine does not say, no start is the same as another. */
static void read_boot(char *to, size_t size)
{
    to[0] = '\0';
    int file = open(boot_path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    ssize_t length = read(file, to, size - 1);
    (void)close(file);
    to[length > 0 ? length : 0] = '\0';
    to[strcspn(to, "\n")] = '\0';
}

static bool copy_id(const char *name, const char *id, char *to, char *error)
{
    if (strlen(id) > OWNER_ID_MAX || strchr(id, '\n') != NULL) {
        fault_say(error, "the %s id is to be one line of at most %d bytes", name, OWNER_ID_MAX);
        return false;
    }
    (void)snprintf(to, OWNER_ID_MAX + 1, "%s", id);
    return true;
}

bool owner_make(const struct store_identity *identity, struct owner *ret_owner, char *error)
{
    *ret_owner = (struct owner){
        .format = STORE_FORMAT,
        .task = identity->task,
        .task_count = identity->task_count,
        .program_hash = identity->program_hash,
        .revision = identity->revision,
    };
    read_boot(ret_owner->boot, sizeof ret_owner->boot);
    return copy_id("application", identity->application_id, ret_owner->application_id, error) &&
           copy_id("cluster", identity->cluster_id, ret_owner->cluster_id, error);
}

bool owner_check(const struct owner *found,
                 const struct owner *expected,
                 const char *folder,
                 char *error)
{
    static const char remedy[] = "set another state.directory, or delete the folder to rebuild it "
                                 "from the change log";
    if (strcmp(found->application_id, expected->application_id) != 0) {
        fault_say(error, "state in %s belongs to application %s, not %s: %s", folder,
                  found->application_id, expected->application_id, remedy);
    } else if (strcmp(found->cluster_id, expected->cluster_id) != 0) {
        fault_say(error, "state in %s belongs to Kafka cluster %s, not %s: %s", folder,
                  found->cluster_id, expected->cluster_id, remedy);
    } else if (found->task != expected->task) {
        fault_say(error, "state in %s belongs to task %" PRIu32 ", not %" PRIu32 ": %s", folder,
                  found->task, expected->task, remedy);
    } else if (found->task_count != expected->task_count) {
        fault_say(error,
                  "state in %s is of one of %" PRIu32 " tasks, the topics have %" PRIu32
                  " partitions: the number cannot change; see `merit reshard`",
                  folder, found->task_count, expected->task_count);
    } else if (found->revision == OWNER_NO_REVISION &&
               found->program_hash != expected->program_hash) {
        fault_say(error,
                  "state in %s is of an older format, made with rule program %08" PRIx32
                  ", the rule files give %08" PRIx32
                  ": start once with the former rule files, then change them",
                  folder, found->program_hash, expected->program_hash);
    } else if (found->revision > expected->revision) {
        fault_say(error,
                  "state in %s was made with rules of revision %" PRId64
                  ", the rule files are of revision %" PRId64
                  ": use those, or give the rules to go on with a still higher revision",
                  folder, found->revision, expected->revision);
    } else if (found->revision == expected->revision &&
               found->program_hash != expected->program_hash) {
        fault_say(error,
                  "state in %s was made with rule program %08" PRIx32 " of revision %" PRId64
                  ", the rule files give %08" PRIx32
                  ": raise the revision in program.yaml, or use the former rule files",
                  folder, found->program_hash, found->revision, expected->program_hash);
    } else {
        return true;
    }
    return false;
}

bool owner_is_doubtful(const struct owner *found, const struct owner *expected)
{
    return !found->closed && (found->boot[0] == '\0' || strcmp(found->boot, expected->boot) != 0);
}
