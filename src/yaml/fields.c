/* Keys of a block: which may stand there, which must, and what is said of others. */
#include "yaml/fields.h"

#include "yaml/suggest.h"

enum { FIELD_NAMES_MAX = 64 };

static size_t split_names(const char *names, struct merit_text words[FIELD_NAMES_MAX])
{
    size_t count = 0;
    while (*names != '\0' && count < FIELD_NAMES_MAX) {
        const char *end = strchr(names, ' ');
        uint32_t length = (uint32_t)(end == NULL ? strlen(names) : (size_t)(end - names));
        words[count++] = (struct merit_text){names, length};
        names += length + (end != NULL);
    }
    return count;
}

int fields_index(struct merit_text word, const char *names)
{
    struct merit_text words[FIELD_NAMES_MAX];
    size_t count = split_names(names, words);
    for (size_t i = 0; i < count; i++) {
        if (merit_text_equal(words[i], word)) {
            return (int)i;
        }
    }
    return -1;
}

const char *fields_nearest(struct arena *arena, struct merit_text word, const char *names)
{
    struct merit_text words[FIELD_NAMES_MAX];
    size_t count = split_names(names, words);
    size_t nearest = suggest_nearest(word, words, count);
    return nearest == count ? NULL : yaml_did_you_mean(arena, words[nearest]);
}

const char *fields_listed(struct arena *arena, const char *names)
{
    struct merit_text words[FIELD_NAMES_MAX];
    size_t count = split_names(names, words);
    char *text = arena_allocate(arena, strlen(names) + count * 2 + 1);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            memcpy(text + at, ", ", 2);
            at += 2;
        }
        memcpy(text + at, words[i].at, words[i].length);
        at += words[i].length;
    }
    return text;
}

bool fields_check(const struct yaml_node *map, const char *allowed)
{
    if (!fields_is(map, YAML_MAP)) {
        return false;
    }
    struct arena *arena = map->file->arena;
    for (const struct yaml_node *child = map->first; child != NULL; child = child->next) {
        struct merit_text key = child->key->text;
        if (fields_index(key, allowed) < 0) {
            yaml_error(child->key, 0, fields_nearest(arena, key, allowed),
                       "unknown key '%.*s', expected one of: %s", (int)key.length, key.at,
                       fields_listed(arena, allowed));
        }
    }
    return true;
}

const struct yaml_node *fields_need(const struct yaml_node *map, const char *key)
{
    if (map == NULL || map->kind != YAML_MAP) {
        return NULL;
    }
    const struct yaml_node *child = yaml_child(map, key);
    if (child == NULL) {
        const struct yaml_node *near = map->key != NULL ? map->key : map;
        yaml_error(near, 0, NULL, "key '%s' is missing here", key);
    }
    return child;
}

bool fields_is(const struct yaml_node *node, enum yaml_kind kind)
{
    static const char *const kinds[] = {
        [YAML_SCALAR] = "one value",
        [YAML_MAP] = "a block of keys",
        [YAML_LIST] = "a list, each line beginning with '- '",
    };
    if (node == NULL) {
        return false;
    }
    if (node->kind != kind) {
        yaml_error(node, 0, NULL, "expected %s here", kinds[kind]);
        return false;
    }
    return true;
}
