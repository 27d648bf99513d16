/* What customers use and people pass, by designation: the material of generated histories. */
#ifndef CLI_GENERATE_CATALOG_H
#define CLI_GENERATE_CATALOG_H

#include "merit/event.h"

#include <stddef.h>

enum { GENERATE_CODES_OF_EXAM = 2 };

/* Figures that a product's reports carry. */
enum generate_figures {
    GENERATE_SEATS = 1,   /* active users and paid units */
    GENERATE_USERS = 2,   /* active users alone */
    GENERATE_REVENUE = 4, /* cents of the month so far */
};

struct generate_product {
    const char *name;
    unsigned figures; /* enum generate_figures, or-ed */
};

/* One or two codes that people pass together. */
struct generate_exam {
    const char *codes[GENERATE_CODES_OF_EXAM];
};

/* Each list ends with an entry whose name or first code is NULL. */
struct generate_designation {
    const char *id;
    const struct generate_product *products;
    const struct generate_exam *intermediate;
    const struct generate_exam *advanced; /* also what gates ask for */
};

/* The six, in the order of contract §2; ends with an id NULL. */
extern const struct generate_designation generate_designations[];

const struct generate_designation *generate_designation_find(struct merit_text id);

#endif
