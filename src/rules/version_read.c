/* One version file of a designation, read and checked by itself. */
#include "rules/version_read.h"

#include "rules/definitions.h"
#include "rules/paths_read.h"
#include "rules/references.h"
#include "yaml/fields.h"

enum {
    CLOSING_DAYS_MAX =
        28, /* so M is at most two months before the clock's, inside the history kept */
    TITLE_BYTES_MAX = 128,
};

/* `qualifies: 70 of 100 points` */
static void read_qualifies(struct rules_version *version)
{
    struct rules_value value = value_of(fields_need(version->root, "qualifies"), VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    int64_t qualifying = phrase_whole(&phrase, MERIT_POINTS_MAX);
    phrase_expect(&phrase, "of");
    int64_t all = phrase_whole(&phrase, MERIT_POINTS_MAX);
    phrase_expect(&phrase, "points");
    if (!phrase_end(&phrase)) {
        return;
    }
    if (qualifying == 0 || qualifying > all) {
        value_error(&value, value.text.at, NULL, "expected points to qualify of 1 to %lld",
                    (long long)all);
        return;
    }
    version->qualifying_points = (int32_t)qualifying;
    version->all_points = (int32_t)all;
}

static void read_heading(struct rules_version *version)
{
    const struct yaml_node *root = version->root;
    struct rules_value id = value_of(fields_need(root, "designation"), VALUE_REFERENCE);
    if (value_name_check(&id, VALUE_NAME_ID)) {
        version->designation = id.text;
    }
    struct rules_value title = value_of(fields_need(root, "title"), VALUE_REFERENCE);
    version->title = title.text;
    if (title.text.length > TITLE_BYTES_MAX) {
        value_error(&title, title.text.at, NULL, "the title is too long");
    }
    version->effective_node = fields_need(root, "effective");
    struct rules_value effective = value_of(version->effective_node, VALUE_SOURCED);
    version->effective = value_day(&effective);
    read_qualifies(version);
    struct rules_value days = value_of(fields_need(root, "month_closes_after_days"), VALUE_SOURCED);
    struct phrase phrase = phrase_of(&days);
    version->month_closes_after_days = (int32_t)phrase_whole(&phrase, CLOSING_DAYS_MAX);
    (void)phrase_end(&phrase);
}

static void read_specializations(struct rules_version *version)
{
    const struct yaml_node *node = yaml_child(version->root, "specializations");
    version->specializations = references_items(version, node, VALUE_NAME_ID);
    if (version->specializations.count > MERIT_SPECIALIZATIONS_MAX) {
        yaml_error(node->key, 0, NULL, "%u specializations, expected at most %d",
                   version->specializations.count, MERIT_SPECIALIZATIONS_MAX);
    }
    for (uint32_t i = 0; i < version->specializations.count; i++) {
        const struct rules_value *value = &version->specializations.items[i];
        if (value->from_day != INT32_MIN || value->until_day != MERIT_NEVER) {
            value_error(value, value->text.at, NULL, "a specialization has no dates of its own");
        }
    }
}

void version_read(struct rules_version *version, const struct yaml_node *root, const char *metrics)
{
    version->root = root;
    version->file = root->file;
    (void)fields_check(root,
                       "designation title effective qualifies month_closes_after_days products "
                       "types figures tenants choose paths metrics specializations");
    read_heading(version);
    read_specializations(version);
    definitions_read(version);
    paths_read(version, metrics);
    if (version->file->error_count == 0) {
        definitions_check_used(version);
    }
}
