/* The event that an item of a generated history's agenda stands for. */
#include "cli/generate_event.h"

#include "cli/generate_claim.h"
#include "cli/generate_hash.h"
#include "cli/generate_person.h"

#include <assert.h>

enum {
    EVENT_FOR_SECOND = 0x40000,
    EVENT_FOR_OFFER,
    EVENT_FOR_SUBSCRIPTION,
    SECONDS_PER_MINUTE = 60,
};
#define MICROS_PER_SECOND INT64_C(1000000)

/* ---- ids: PREFIX NUMBER [-NUMBER ...] ---------------------------------------------------- */

struct id_writer {
    char *at;
    uint32_t length;
};

static struct id_writer id_begin(char *at, const char *prefix)
{
    struct id_writer writer = {at, (uint32_t)strlen(prefix)};
    memcpy(at, prefix, writer.length);
    return writer;
}

static void id_add(struct id_writer *writer, int32_t number, uint32_t least_digits)
{
    char digits[16];
    uint32_t first = sizeof digits;
    uint32_t rest = (uint32_t)number;
    while (rest > 0 || sizeof digits - first < least_digits) {
        digits[--first] = (char)('0' + rest % 10);
        rest /= 10;
    }
    uint32_t count = (uint32_t)sizeof digits - first;
    assert(writer->length + count <= GENERATE_ID_BYTES);
    memcpy(writer->at + writer->length, digits + first, count);
    writer->length += count;
}

static void id_add_behind_dash(struct id_writer *writer, int32_t number, uint32_t least_digits)
{
    assert(writer->length < GENERATE_ID_BYTES);
    writer->at[writer->length++] = '-';
    id_add(writer, number, least_digits);
}

static struct merit_text id_end(const struct id_writer *writer)
{
    return (struct merit_text){writer->at, writer->length};
}

static struct merit_text id_plain(char *at, const char *prefix, int32_t number, uint32_t digits)
{
    struct id_writer writer = id_begin(at, prefix);
    id_add(&writer, number, digits);
    return id_end(&writer);
}

static struct merit_text tenant_id(struct generate_texts *texts, int32_t tenant)
{
    return id_plain(texts->tenant_id, "tenant-", tenant, 6);
}

static struct merit_text partner_id(struct generate_texts *texts, int32_t partner)
{
    return id_plain(texts->partner_id, "partner-", partner, 5);
}

static struct merit_text subscription_id(struct generate_texts *texts,
                                         int32_t tenant,
                                         int32_t series)
{
    struct id_writer writer = id_begin(texts->subscription_id, "sub-");
    id_add(&writer, tenant, 6);
    id_add_behind_dash(&writer, series, 1);
    return id_end(&writer);
}

/* ---- the three kinds --------------------------------------------------------------------- */

static const struct generate_tenant *tenant_of(const struct generate_plan *plan,
                                               int32_t index,
                                               struct generate_texts *texts)
{
    if (!texts->has_tenant || texts->tenant.index != index) {
        texts->tenant = generate_tenant_make(plan, index);
        texts->has_tenant = true;
    }
    return &texts->tenant;
}

/* Few series are of an offer that rules exclude, but many of the second ones. */
static struct merit_text choose_offer(const char *product, uint64_t hash, int32_t series)
{
    int32_t place = generate_below(hash, 1000);
    int32_t excluded = series == 0 ? 50 : 400;
    if (place < excluded) {
        if (strncmp(product, "azure/", strlen("azure/")) == 0 && (hash & 1) != 0) {
            return merit_text_of((hash & 2) != 0 ? "support" : "benefit_program");
        }
        return merit_text_of((hash & 6) != 0 ? "trial" : "internal");
    }
    if (place >= 850) {
        return merit_text_of("commercial");
    }
    return (struct merit_text){NULL, 0};
}

static void make_usage(const struct generate_plan *plan,
                       const struct generate_item *item,
                       struct generate_texts *texts,
                       struct merit_event *ret_event)
{
    const struct generate_tenant *tenant = tenant_of(plan, item->owner, texts);
    const char *product = plan->products[item->first]->name;
    struct merit_date as_of = merit_date_of_day(item->as_of);
    struct id_writer id = id_begin(texts->event_id, "usage-");
    id_add(&id, item->owner, 6);
    id_add_behind_dash(&id, item->first, 2);
    id_add_behind_dash(&id, item->second, 1);
    id_add_behind_dash(&id, as_of.year * 10000 + as_of.month * 100 + as_of.day, 8);
    id_add_behind_dash(&id, item->third, 1);
    ret_event->event_id = id_end(&id);

    struct merit_usage *usage = &ret_event->usage;
    uint64_t hash = generate_hash(tenant->hash, EVENT_FOR_OFFER);
    bool named = item->second > 0 ||
                 generate_chance(generate_hash(tenant->hash, EVENT_FOR_SUBSCRIPTION), 800);
    *usage = (struct merit_usage){
        .tenant_id = tenant_id(texts, item->owner),
        .product = merit_text_of(product),
        .offer = choose_offer(product, generate_hash(hash, item->first * 4 + item->second),
                              item->second),
        .as_of_day = item->as_of,
    };
    if (named) {
        usage->subscription_id = subscription_id(texts, item->owner, item->second);
    }
    const struct generate_figure_key key = {
        .product = item->first,
        .series = item->second,
        .day = item->as_of,
        .correction = item->third == GENERATE_CORRECTION,
    };
    generate_tenant_figures(plan, tenant, &key, usage->figures);
    if (item->third == GENERATE_USERS_ALONE) {
        usage->figures[MERIT_FIGURE_PAID_UNITS] = MERIT_NO_FIGURE;
    } else if (item->third == GENERATE_UNITS_ALONE) {
        usage->figures[MERIT_FIGURE_ACTIVE_USERS] = MERIT_NO_FIGURE;
    }
}

static void make_association(const struct generate_plan *plan,
                             const struct generate_item *item,
                             struct generate_texts *texts,
                             struct merit_event *ret_event)
{
    const struct generate_tenant *tenant = tenant_of(plan, item->owner, texts);
    struct generate_claim claim;
    bool present = generate_claim_make(plan, tenant, item->first, &claim);
    assert(present && item->second < claim.state_count);
    (void)present;
    const struct generate_claim_state *state = &claim.states[item->second];
    struct id_writer id = id_begin(texts->event_id, "claim-");
    id_add(&id, item->owner, 6);
    id_add_behind_dash(&id, item->first, 1);
    struct id_writer association_id = id_begin(texts->other_id, "association-");
    id_add(&association_id, item->owner, 6);
    id_add_behind_dash(&association_id, item->first, 1);
    id_add_behind_dash(&id, item->second, 1);
    ret_event->event_id = id_end(&id);

    struct merit_association *association = &ret_event->association;
    *association = (struct merit_association){
        .association_id = id_end(&association_id),
        .partner_id = partner_id(texts, claim.partner),
        .tenant_id = tenant_id(texts, item->owner),
        .type = claim.type,
        .status = state->status,
        .cloud = claim.cloud,
        .products = texts->products,
        .start_day = state->start_day,
        .end_day = state->end_day,
    };
    if (claim.product_first >= 0) {
        assert(claim.product_count <= GENERATE_CLAIM_PRODUCTS_MAX);
        association->product_count = (uint32_t)claim.product_count;
        for (int32_t i = 0; i < claim.product_count; i++) {
            texts->products[i] = merit_text_of(plan->products[claim.product_first + i]->name);
        }
    }
    if (claim.of_subscription) {
        association->subscription_id = subscription_id(texts, item->owner, 0);
    }
}

static void make_certification(const struct generate_plan *plan,
                               const struct generate_item *item,
                               struct generate_texts *texts,
                               struct merit_event *ret_event)
{
    struct generate_code code;
    bool present = generate_code_make(plan, item->owner, item->first, item->second, &code);
    assert(present && item->third < code.state_count);
    (void)present;
    const struct generate_code_state *state = &code.states[item->third];
    struct id_writer person_id = id_begin(texts->other_id, "person-");
    id_add(&person_id, item->owner, 5);
    id_add_behind_dash(&person_id, item->first, 3);
    struct id_writer id = id_begin(texts->event_id, "certificate-");
    id_add(&id, item->owner, 5);
    id_add_behind_dash(&id, item->first, 3);
    id_add_behind_dash(&id, item->second, 1);
    id_add_behind_dash(&id, item->third, 1);
    ret_event->event_id = id_end(&id);
    ret_event->certification = (struct merit_certification){
        .partner_id = partner_id(texts, item->owner),
        .person_id = id_end(&person_id),
        .certification = merit_text_of(code.code),
        .achieved_day = code.achieved_day,
        .expires_day = state->expires_day,
        .linked_day = code.linked_day,
        .unlinked_day = state->unlinked_day,
    };
}

struct merit_event generate_event_make(const struct generate_plan *plan,
                                       const struct generate_item *item,
                                       struct generate_texts *texts)
{
    struct merit_event event = {0};
    uint64_t hash = generate_hash(EVENT_FOR_SECOND, (int64_t)item->owner << 16 | item->minute);
    int64_t second =
        (int64_t)item->minute * SECONDS_PER_MINUTE + generate_below(hash, SECONDS_PER_MINUTE);
    event.occurred_at = item->day * MERIT_MICROS_PER_DAY + second * MICROS_PER_SECOND;
    event.timestamp = item->old_stamp
                          ? event.occurred_at
                          : item->arrival_day * MERIT_MICROS_PER_DAY + second * MICROS_PER_SECOND;
    switch ((enum generate_kind)item->kind) {
    case GENERATE_USAGE:
        event.kind = MERIT_EVENT_USAGE;
        make_usage(plan, item, texts, &event);
        break;
    case GENERATE_ASSOCIATION:
        event.kind = MERIT_EVENT_ASSOCIATION;
        make_association(plan, item, texts, &event);
        break;
    case GENERATE_CERTIFICATION:
        event.kind = MERIT_EVENT_CERTIFICATION;
        make_certification(plan, item, texts, &event);
        break;
    }
    return event;
}
