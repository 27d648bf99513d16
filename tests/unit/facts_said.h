/* What a list of facts says, in one line that a test can compare. */
#ifndef FACTS_SAID_H
#define FACTS_SAID_H

#include "task/fact.h"

#include <stdio.h>

struct facts_text {
    char bytes[8000];
    size_t length;
};

static inline void facts_add(struct facts_text *to, const char *before, struct merit_text text)
{
    int written = snprintf(to->bytes + to->length, sizeof to->bytes - to->length, "%s%.*s", before,
                           (int)text.length, text.length == 0 ? "" : text.at);
    to->length += (size_t)written;
    to->length = to->length < sizeof to->bytes ? to->length : sizeof to->bytes - 1;
}

static inline void facts_add_number(struct facts_text *to, int64_t number)
{
    char digits[32];
    (void)snprintf(digits, sizeof digits, " %lld", (long long)number);
    facts_add(to, digits, (struct merit_text){NULL, 0});
}

static inline void facts_add_item(struct facts_text *to, const struct fact_item *item)
{
    switch (item->kind) {
    case FACT_USAGE:
        facts_add(to, " usage ", item->names.product);
        for (int i = 0; i < MERIT_FIGURE_COUNT; i++) {
            facts_add_number(
                to, item->report.figures[i] == MERIT_NO_FIGURE ? -1 : item->report.figures[i]);
        }
        break;
    case FACT_SERIES:
        facts_add(to, " series ", item->names.product);
        break;
    case FACT_LINK:
        facts_add(to, " link ", item->link.association_id);
        break;
    case FACT_UNLINK:
        facts_add(to, " unlink ", item->association_id);
        break;
    case FACT_DETACH:
        facts_add(to, " detach", (struct merit_text){NULL, 0});
        break;
    }
}

/* Of each message "[partner tenant item item]", with "..." before it where it is not the first of
 * its group and after it where it is not the last; of a watermark "[day]". A very long
 * text is cut; it lives until the next call. */
static inline const char *facts_said(const struct fact_list *facts)
{
    static struct facts_text text;
    const struct merit_text none = {NULL, 0};
    text.length = 0;
    text.bytes[0] = '\0';
    for (uint32_t i = 0; i < facts->count; i++) {
        struct reader reader = reader_of(fact_list_message(facts, i));
        struct fact_header header;
        struct fact_item item;
        if (!fact_read_header(&reader, &header)) {
            return "not a message";
        }
        facts_add(&text, i == 0 ? "[" : " [", none);
        if (header.kind == FACT_WATERMARK) {
            facts_add_number(&text, header.day);
        } else {
            facts_add(&text, header.first ? "" : "...", header.partner_id);
            facts_add(&text, " ", header.tenant_id);
        }
        while (fact_read_item(&reader, &item)) {
            facts_add_item(&text, &item);
        }
        facts_add(&text, header.kind == FACT_WATERMARK || header.last ? "]" : "...]", none);
    }
    return text.bytes;
}

#endif
