/* People that count: lists of codes, and gates. */
#include "rules/people_read.h"

#include "rules/references.h"
#include "yaml/fields.h"

static void check_codes(const struct rules_items *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        struct phrase phrase = phrase_of(&items->items[i]);
        do {
            struct merit_text code = phrase_word(&phrase, "a code such as MS-900");
            if (!phrase.failed && !value_name_valid(code, VALUE_NAME_CODE)) {
                phrase.failed = true;
                value_error(&items->items[i], code.at, NULL,
                            "'%.*s' is no code, expected capital letters, digits and '-', such as "
                            "MS-900",
                            (int)code.length, code.at);
            }
        } while (phrase_accept(&phrase, "with"));
        (void)phrase_end(&phrase);
    }
}

static struct rules_items read_codes(const struct rules_version *version,
                                     const struct yaml_node *node)
{
    struct rules_items items = references_items(version, node, VALUE_NAME_CODE);
    check_codes(&items);
    if (items.count > MERIT_COMBINATIONS_MAX) {
        yaml_error(node->key, 0, NULL, "%u lines, expected at most %d", items.count,
                   MERIT_COMBINATIONS_MAX);
        items.count = MERIT_COMBINATIONS_MAX;
    }
    return items;
}

static void read_gate(const struct rules_version *version,
                      const struct yaml_node *node,
                      struct rules_measure *measure)
{
    if (!fields_check(node, "any_of people")) {
        return;
    }
    struct rules_gate *gate = &measure->gates[measure->gate_count++];
    gate->any_of = read_codes(version, fields_need(node, "any_of"));
    struct rules_value value = value_of(fields_need(node, "people"), VALUE_SOURCED);
    struct phrase phrase = phrase_of(&value);
    gate->people = phrase_whole(&phrase, MERIT_FACTOR_MAX);
    if (phrase_end(&phrase) && gate->people == 0) {
        value_error(&value, value.text.at, NULL, "a gate needs at least 1 of the people");
    }
}

void people_read(const struct rules_version *version,
                 const struct yaml_node *any_of,
                 const struct yaml_node *gates,
                 struct rules_measure *measure)
{
    measure->any_of = read_codes(version, any_of);
    if (!fields_is(gates, YAML_MAP)) {
        return;
    }
    if (gates->count > MERIT_GATES_MAX) {
        yaml_error(gates->key, 0, NULL, "%u gates, expected at most %d", gates->count,
                   MERIT_GATES_MAX);
        return;
    }
    for (const struct yaml_node *gate = gates->first; gate != NULL; gate = gate->next) {
        read_gate(version, gate, measure);
    }
}
