/* A hash of all in a rule program that decides a score. */
#include "core/program_hash.h"

/* FNV-1a over a canonical sequence of 64-bit numbers and texts, folded to 32 bits at the end. */
#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

struct hasher {
    uint64_t value;
};

static void hash_byte(struct hasher *hasher, uint8_t byte)
{
    hasher->value = (hasher->value ^ byte) * HASH_PRIME;
}

static void hash_number(struct hasher *hasher, int64_t number)
{
    for (int shift = 0; shift < 64; shift += 8) {
        hash_byte(hasher, (uint8_t)((uint64_t)number >> shift));
    }
}

static void hash_text(struct hasher *hasher, struct merit_text text)
{
    hash_number(hasher, merit_text_is_null(text) ? -1 : (int64_t)text.length);
    for (uint32_t i = 0; i < text.length; i++) {
        hash_byte(hasher, (uint8_t)text.at[i]);
    }
}

static void hash_words(struct hasher *hasher, const uint64_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        hash_number(hasher, (int64_t)words[i]);
    }
}

static void hash_products(struct hasher *hasher, const struct merit_product_set *set)
{
    hash_words(hasher, set->words, sizeof set->words / sizeof *set->words);
}

static void hash_quantities(struct hasher *hasher, const struct merit_span *span)
{
    hash_number(hasher, span->quantity_count);
    for (uint8_t i = 0; i < span->quantity_count; i++) {
        const struct merit_quantity *quantity = &span->quantities[i];
        hash_number(hasher, quantity->figure);
        hash_number(hasher, quantity->moment);
        hash_number(hasher, quantity->months_back);
        hash_number(hasher, quantity->months);
        hash_number(hasher, quantity->types);
        hash_number(hasher, quantity->excluded_offers);
    }
    hash_number(hasher, span->comparison_count);
    for (uint8_t i = 0; i < span->comparison_count; i++) {
        const struct merit_comparison *comparison = &span->comparisons[i];
        hash_number(hasher, comparison->left);
        hash_number(hasher, comparison->right);
        hash_number(hasher, comparison->compare);
        hash_number(hasher, comparison->left_factor);
        hash_number(hasher, comparison->right_factor);
        hash_number(hasher, comparison->constant);
    }
}

static void hash_terms(struct hasher *hasher, const struct merit_span *span)
{
    hash_number(hasher, span->term_count);
    for (uint8_t i = 0; i < span->term_count; i++) {
        const struct merit_term *term = &span->terms[i];
        hash_number(hasher, term->kind);
        hash_number(hasher, term->now);
        hash_number(hasher, term->base);
        hash_number(hasher, term->now_count);
        hash_number(hasher, term->base_count);
        hash_number(hasher, term->factor);
        hash_products(hasher, &term->products);
    }
    hash_number(hasher, span->flag_count);
    for (uint8_t i = 0; i < span->flag_count; i++) {
        const struct merit_flag *flag = &span->flags[i];
        hash_number(hasher, flag->kind);
        hash_number(hasher, flag->term);
        hash_number(hasher, flag->compare);
        hash_number(hasher, flag->types);
        hash_number(hasher, flag->moment);
        hash_number(hasher, flag->months_back);
        hash_number(hasher, flag->a);
        hash_number(hasher, flag->b);
        hash_number(hasher, flag->constant);
        hash_products(hasher, &flag->products);
    }
}

static void hash_slots(struct hasher *hasher, const struct merit_span *span)
{
    hash_number(hasher, span->slot_count);
    for (uint8_t i = 0; i < span->slot_count; i++) {
        const struct merit_slot *slot = &span->slots[i];
        hash_number(hasher, slot->kind);
        hash_number(hasher, slot->guard);
        hash_number(hasher, slot->now);
        hash_number(hasher, slot->base);
        hash_number(hasher, slot->requirement);
        hash_number(hasher, (int64_t)slot->terms);
        if (slot->kind == MERIT_SLOT_WEIGHTED) {
            hash_number(hasher, (int64_t)slot->parts);
            for (uint64_t parts = slot->parts; parts != 0; parts &= parts - 1) {
                hash_number(hasher, span->slots[__builtin_ctzll(parts)].weight);
            }
        }
    }
    hash_number(hasher, span->requirement_count);
    for (uint8_t i = 0; i < span->requirement_count; i++) {
        const struct merit_requirement *requirement = &span->requirements[i];
        hash_number(hasher, requirement->combination_count);
        for (uint16_t k = 0; k < requirement->combination_count; k++) {
            const struct merit_code_set *set = &requirement->combinations[k];
            hash_words(hasher, set->words, sizeof set->words / sizeof *set->words);
        }
    }
}

static void hash_measure(struct hasher *hasher, const struct merit_measure *measure)
{
    hash_number(hasher, measure->kind);
    hash_number(hasher, measure->slot);
    hash_number(hasher, measure->base);
    hash_number(hasher, measure->gate_count);
    for (uint8_t i = 0; i < measure->gate_count; i++) {
        hash_number(hasher, measure->gates[i].slot);
        hash_number(hasher, measure->gates[i].people);
    }
    hash_number(hasher, measure->least_base);
    hash_number(hasher, measure->least_now);
    hash_number(hasher, measure->unit);
}

static void hash_path(struct hasher *hasher, const struct merit_path *path)
{
    hash_text(hasher, merit_text_of(path->id));
    hash_number(hasher, path->metric_count);
    for (uint8_t i = 0; i < path->metric_count; i++) {
        const struct merit_metric *metric = &path->metrics[i];
        hash_text(hasher, merit_text_of(metric->id));
        hash_number(hasher, metric->max_points);
        hash_number(hasher, metric->parts);
        hash_number(hasher, metric->option_count);
        for (uint8_t k = 0; k < metric->option_count; k++) {
            const struct merit_option *option = &metric->options[k];
            hash_text(hasher, merit_text_of(option->name));
            hash_measure(hasher, &option->measure);
            hash_number(hasher, option->target_numerator);
            hash_number(hasher, option->target_denominator);
        }
    }
}

static void hash_span(struct hasher *hasher, const struct merit_span *span)
{
    hash_number(hasher, span->from_day);
    hash_number(hasher, span->version_day);
    hash_number(hasher, span->qualifying_points);
    hash_number(hasher, span->month_closes_after_days);
    hash_quantities(hasher, span);
    hash_terms(hasher, span);
    hash_slots(hasher, span);
    hash_number(hasher, span->choice);
    hash_number(hasher, span->choice_slot);
    hash_number(hasher, span->choice_at_least);
    hash_number(hasher, span->path_count);
    for (uint8_t i = 0; i < span->path_count; i++) {
        hash_path(hasher, &span->paths[i]);
    }
}

static void hash_standing(struct hasher *hasher, const struct merit_standing_rules *standing)
{
    hash_number(hasher, standing->first_day);
    hash_number(hasher, standing->anniversary_months);
    hash_number(hasher, standing->window_count);
    for (uint8_t i = 0; i < standing->window_count; i++) {
        hash_number(hasher, standing->windows[i].from_day);
        hash_number(hasher, standing->windows[i].by_months);
        hash_number(hasher, standing->windows[i].before);
        hash_number(hasher, standing->windows[i].after);
    }
    hash_text(hasher, merit_text_of(standing->all_id));
    hash_number(hasher, standing->all_of_count);
    for (uint8_t i = 0; i < standing->all_of_count; i++) {
        hash_number(hasher, standing->all_of[i]);
    }
}

uint32_t program_hash(const struct merit_program *program)
{
    struct hasher hasher = {HASH_START};
    hash_number(&hasher, program->product_count);
    for (uint16_t i = 0; i < program->product_count; i++) {
        hash_text(&hasher, program->products[i].name);
        hash_number(&hasher, program->products[i].family);
    }
    hash_number(&hasher, program->offer_count);
    for (uint8_t i = 0; i < program->offer_count; i++) {
        hash_text(&hasher, program->offers[i]);
    }
    hash_number(&hasher, program->code_count);
    for (uint16_t i = 0; i < program->code_count; i++) {
        hash_text(&hasher, program->codes[i]);
    }
    hash_standing(&hasher, &program->standing);
    hash_number(&hasher, program->designation_count);
    for (uint8_t i = 0; i < program->designation_count; i++) {
        const struct merit_designation *designation = &program->designations[i];
        hash_text(&hasher, merit_text_of(designation->id));
        hash_number(&hasher, designation->specialization_count);
        for (uint8_t k = 0; k < designation->specialization_count; k++) {
            hash_text(&hasher, merit_text_of(designation->specializations[k]));
        }
        hash_number(&hasher, designation->span_count);
        for (uint8_t k = 0; k < designation->span_count; k++) {
            hash_span(&hasher, &designation->spans[k]);
        }
    }
    return (uint32_t)(hasher.value ^ hasher.value >> 32);
}
