/* The products, offers and certifications that version files may name, where program.yaml lists
 * them: a mistyped one would be good rules of something that nobody ever reports. */
#ifndef RULES_VOCABULARY_H
#define RULES_VOCABULARY_H

#include "rules/entries.h"
#include "rules/model.h"

struct vocabulary_list {
    const struct yaml_node *node; /* NULL: nothing is listed, and any name will do */
    uint32_t count;
    struct merit_text *names;
};

struct rules_vocabulary {
    struct vocabulary_list products; /* a family is a name of its own: azure/(star) */
    struct vocabulary_list offers;
    struct vocabulary_list certifications;
};

/* The lists of program.yaml, each of which may be missing. Faults are said. */
void vocabulary_read(struct rules_vocabulary *vocabulary, const struct yaml_node *root);

/* Says which names of a version are not listed, with the nearest that is. */
void vocabulary_check(const struct rules_vocabulary *vocabulary,
                      const struct rules_version *version);

/* The entries of program.yaml but for the lists: they are no rules. */
struct rules_entries vocabulary_leave_out(struct arena *arena, struct rules_entries entries);

#endif
