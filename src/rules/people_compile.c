/* Lists of codes to requirements and slots of people. */
#include "rules/compile.h"

uint8_t people_compile(const struct span_compiler *compiler, const struct rules_items *any_of)
{
    struct merit_code_set *sets = arena_allocate(compiler->arena, any_of->count * sizeof *sets);
    struct merit_requirement requirement = {0, sets};
    for (uint32_t i = 0; i < any_of->count; i++) {
        if (value_holds(&any_of->items[i], compiler->day)) {
            names_add_codes(compiler->names, any_of->items[i].text,
                            &sets[requirement.combination_count++]);
        }
    }
    if (requirement.combination_count == 0) {
        struct merit_date date = merit_date_of_day(compiler->day);
        yaml_error(any_of->node->key, 0, NULL, "no code is in force from %04d-%02d-%02d on",
                   date.year, date.month, date.day);
    }
    struct merit_slot slot = {
        .kind = MERIT_SLOT_PERSON,
        .guard = MERIT_NONE,
        .now = MERIT_NONE,
        .base = MERIT_NONE,
        .requirement = builder_requirement(compiler->builder, &requirement),
    };
    return builder_slot(compiler->builder, &slot);
}
