/* What changed in the rules of a designation between two days, in words. */
#include "rules/differences.h"

#include <stdio.h>

enum { LINE_BYTES = 512, WHERE_BYTES = 256, DATE_BYTES = 11 };

/* A value as it stands in a version: "target" of "enterprise usage_growth CPOR", or an item of the
 * list "any_of" of "enterprise intermediate_certifications". */
struct leaf {
    struct merit_text where;
    struct merit_text key;
    const struct rules_entry *entry;
    bool is_item;
    bool in_force;
    bool said;
};

struct leaves {
    uint32_t count;
    struct leaf *leaves;
};

struct differences {
    struct arena arena;
    const char *designation;
    struct leaves before;
    struct leaves after;
    struct buffer *out;
    uint32_t count;
};

/* ---- leaves ------------------------------------------------------------------------------ */

/* Keys that say nothing to a reader of a difference. */
static bool is_silent(struct merit_text key)
{
    static const char *const silent[] = {"paths", "metrics", "options", "parts", "groups"};
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
        if (merit_text_equal(key, merit_text_of(silent[i]))) {
            return true;
        }
    }
    return false;
}

/* The keys above an entry, from the outermost; a list's own key is left to its items. */
static struct merit_text where_of(struct arena *arena,
                                  const struct merit_text *keys,
                                  uint32_t count)
{
    char text[WHERE_BYTES];
    int length = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < count && length < (int)sizeof text; i++) {
        if (!merit_text_is_null(keys[i]) && !is_silent(keys[i])) {
            length += snprintf(text + length, sizeof text - (size_t)length, "%s%.*s",
                               length == 0 ? "" : " ", (int)keys[i].length, keys[i].at);
        }
    }
    return arena_text(arena, merit_text_of(text));
}

static bool is_heading(const struct rules_entry *entry)
{
    static const char *const headings[] = {"designation", "title", "effective"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        if (entry->depth == 0 && merit_text_equal(entry->key, merit_text_of(headings[i]))) {
            return true;
        }
    }
    return false;
}

static struct leaves leaves_of(struct arena *arena, struct rules_entries entries, int32_t day)
{
    struct leaves leaves = {0, arena_allocate(arena, (entries.count + 1) * sizeof(struct leaf))};
    struct merit_text keys[YAML_DEPTH_MAX + 1] = {{NULL, 0}};
    for (uint32_t i = 0; i < entries.count; i++) {
        const struct rules_entry *entry = &entries.entries[i];
        keys[entry->depth] = entry->key;
        if (merit_text_is_null(entry->text) || is_heading(entry)) {
            continue;
        }
        bool is_item = merit_text_is_null(entry->key) && entry->depth > 0;
        uint32_t above = is_item ? entry->depth - 1U : entry->depth;
        leaves.leaves[leaves.count++] = (struct leaf){
            .where = where_of(arena, keys, above),
            .key = is_item ? keys[entry->depth - 1] : entry->key,
            .entry = entry,
            .is_item = is_item,
            .in_force = entry->from_day <= day && day < entry->until_day,
        };
    }
    return leaves;
}

static bool same_place(const struct leaf *a, const struct leaf *b)
{
    return a->is_item == b->is_item && merit_text_equal(a->where, b->where) &&
           merit_text_equal(a->key, b->key);
}

/* The leaf of the same place (and, of items, of the same text) that is in force; NULL: none. */
static struct leaf *counterpart(const struct leaves *leaves, const struct leaf *leaf)
{
    for (uint32_t i = 0; i < leaves->count; i++) {
        struct leaf *other = &leaves->leaves[i];
        if (other->in_force && same_place(other, leaf) &&
            (!leaf->is_item || merit_text_equal(other->entry->text, leaf->entry->text))) {
            return other;
        }
    }
    return NULL;
}

/* ---- lines ------------------------------------------------------------------------------- */

static void put(struct differences *differences, const char *text)
{
    buffer_put(differences->out, text, strlen(text));
}

static void date_text(int32_t day, char text[DATE_BYTES])
{
    struct merit_date date = merit_date_of_day(day);
    (void)snprintf(text, DATE_BYTES, "%04u-%02u-%02u", (unsigned)date.year % 10000,
                   (unsigned)date.month % 100, (unsigned)date.day % 100);
}

/* "security usage_growth: target" */
static void begin_line(struct differences *differences, const struct leaf *leaf)
{
    char line[LINE_BYTES];
    (void)snprintf(line, sizeof line, "%s%s%.*s: %.*s", differences->designation,
                   leaf->where.length == 0 ? "" : " ", (int)leaf->where.length, leaf->where.at,
                   (int)leaf->key.length, leaf->key.at);
    put(differences, line);
    differences->count++;
}

static void put_source(struct differences *differences, char source)
{
    const char text[] = {' ', '[', source, ']', '\0'};
    put(differences, source == 0 ? "" : text);
}

static void put_value(struct differences *differences, const struct leaf *leaf, bool with_source)
{
    buffer_put(differences->out, leaf->entry->text.at, leaf->entry->text.length);
    if (with_source) {
        put_source(differences, leaf->entry->source);
    }
}

/* "target 10 -> 12 [K]", "target added: 5 [K]", "target 5 removed", "target 5: source [A] -> [K]"
 */
static void compare_value(struct differences *differences,
                          const struct leaf *before,
                          const struct leaf *after)
{
    if (before != NULL && after != NULL &&
        merit_text_equal(before->entry->text, after->entry->text)) {
        if (before->entry->source == after->entry->source) {
            return;
        }
        begin_line(differences, after);
        put(differences, " ");
        put_value(differences, after, false);
        put(differences, ": source");
        put_source(differences, before->entry->source);
        put(differences, " ->");
        put_source(differences, after->entry->source);
        put(differences, "\n");
        return;
    }
    begin_line(differences, after != NULL ? after : before);
    if (before != NULL) {
        put(differences, " ");
        put_value(differences, before, false);
    }
    if (after == NULL) {
        put(differences, " removed");
    } else {
        put(differences, before == NULL ? " added: " : " -> ");
        put_value(differences, after, true);
    }
    put(differences, "\n");
}

/* The day that took an item away within its version, or brought it. */
static void put_date(struct differences *differences, const struct leaf *leaf, bool added)
{
    char date[DATE_BYTES];
    int32_t day = added ? leaf->entry->from_day : leaf->entry->until_day;
    if (day == INT32_MIN || day == MERIT_NEVER) {
        return;
    }
    date_text(day, date);
    put(differences, added ? " (from " : " (until ");
    put(differences, date);
    put(differences, ")");
}

/* Items of one list that are in force in `leaves` and have no counterpart in `others`. */
static void put_items(struct differences *differences,
                      const struct leaf *list,
                      const struct leaves *leaves,
                      const struct leaves *others,
                      bool *line_begun)
{
    bool added = leaves == &differences->after;
    bool first = true;
    for (uint32_t i = 0; i < leaves->count; i++) {
        struct leaf *leaf = &leaves->leaves[i];
        if (!leaf->in_force || !same_place(leaf, list) || counterpart(others, leaf) != NULL) {
            continue;
        }
        if (!*line_begun) {
            begin_line(differences, list);
        } else if (first) {
            put(differences, ";");
        }
        put(differences, !first ? ", " : added ? " added " : " removed ");
        put_value(differences, leaf, true);
        put_date(differences, leaf, added);
        *line_begun = true;
        first = false;
    }
}

static void mark_list(struct leaves *leaves, const struct leaf *list)
{
    for (uint32_t i = 0; i < leaves->count; i++) {
        leaves->leaves[i].said = leaves->leaves[i].said || same_place(&leaves->leaves[i], list);
    }
}

static void compare_list(struct differences *differences, const struct leaf *list)
{
    bool line_begun = false;
    put_items(differences, list, &differences->after, &differences->before, &line_begun);
    put_items(differences, list, &differences->before, &differences->after, &line_begun);
    if (line_begun) {
        put(differences, "\n");
    }
    mark_list(&differences->before, list);
    mark_list(&differences->after, list);
}

static void compare_leaves(struct differences *differences, bool of_after)
{
    struct leaves *leaves = of_after ? &differences->after : &differences->before;
    const struct leaves *others = of_after ? &differences->before : &differences->after;
    for (uint32_t i = 0; i < leaves->count; i++) {
        struct leaf *leaf = &leaves->leaves[i];
        if (leaf->said) {
            continue;
        }
        if (leaf->is_item) {
            const struct leaf list = *leaf;
            compare_list(differences, &list);
            continue;
        }
        struct leaf *other = counterpart(others, leaf);
        if (of_after) {
            compare_value(differences, other, leaf);
        } else if (other == NULL) {
            compare_value(differences, leaf, NULL);
        }
    }
}

/* ---- designations and the program -------------------------------------------------------- */

const struct rules_origin *rules_origin_on(const struct rules *rules,
                                           const char *designation,
                                           int32_t day)
{
    const struct rules_origin *found = NULL;
    for (uint32_t i = 0; i < rules->origin_count; i++) {
        const struct rules_origin *origin = &rules->origins[i];
        if (merit_text_equal(origin->designation, merit_text_of(designation)) &&
            (found == NULL || origin->effective <= day)) {
            found = origin;
        }
    }
    return found;
}

static int32_t day_in(const struct rules_origin *origin, int32_t day)
{
    return day < origin->effective ? origin->effective : day;
}

uint32_t rules_differences(const struct rules *rules,
                           const char *designation,
                           int32_t first,
                           int32_t second,
                           struct buffer *out)
{
    const struct rules_origin *before = rules_origin_on(rules, designation, first);
    const struct rules_origin *after = rules_origin_on(rules, designation, second);
    if (before == NULL || after == NULL) {
        return 0;
    }
    struct differences differences = {.designation = designation, .out = out};
    arena_init(&differences.arena);
    if (before != after) {
        char dates[2][DATE_BYTES];
        char line[LINE_BYTES];
        date_text(before->effective, dates[0]);
        date_text(after->effective, dates[1]);
        (void)snprintf(line, sizeof line, "%s: version %s -> %s\n", designation, dates[0],
                       dates[1]);
        put(&differences, line);
        differences.count++;
    }
    differences.before = leaves_of(&differences.arena, before->entries, day_in(before, first));
    differences.after = leaves_of(&differences.arena, after->entries, day_in(after, second));
    compare_leaves(&differences, true);
    compare_leaves(&differences, false);
    arena_fini(&differences.arena);
    return differences.count;
}

static bool is_passed(int32_t day, int32_t first, int32_t second)
{
    return first < second ? first < day && day <= second : second < day && day <= first;
}

uint32_t rules_program_differences(const struct rules *rules,
                                   int32_t first,
                                   int32_t second,
                                   struct buffer *out)
{
    struct differences differences = {.out = out};
    const struct merit_standing_rules *standing = &rules->program->standing;
    char line[LINE_BYTES];
    char date[DATE_BYTES];
    if (is_passed(standing->first_day, first, second)) {
        date_text(standing->first_day, date);
        (void)snprintf(line, sizeof line, "standing: designations are attained from %s on\n", date);
        put(&differences, line);
        differences.count++;
    }
    for (uint8_t i = 0; i < standing->window_count; i++) {
        const struct merit_window *window = &standing->windows[i];
        if (!is_passed(window->from_day, first, second)) {
            continue;
        }
        const char *unit = window->by_months ? "months" : "days";
        date_text(window->from_day, date);
        (void)snprintf(
            line, sizeof line,
            "standing: the renewal window of anniversaries from %s on opens %d %s before "
            "and closes %d %s after\n",
            date, window->before, unit, window->after, unit);
        put(&differences, line);
        differences.count++;
    }
    arena_fini(&differences.arena);
    return differences.count;
}
