/* What one customer adds to an option of a metric, product by product, and why. */
#ifndef CORE_EXPLAIN_CUSTOMER_H
#define CORE_EXPLAIN_CUSTOMER_H

#include "core/cell.h"
#include "core/vector.h"
#include "merit/explain.h"

/* One product of the customer: its series, selected and prepared for the day where it is looked at,
 * and what it adds. */
struct explain_cell {
    struct merit_text product;
    uint16_t entry;
    struct cell_series *series;
    uint32_t series_count;
    const int64_t *terms; /* cell_evaluate's */
    const int64_t *slots; /* of this product alone; filled in by explain_cell_slots */
};

struct explain_customer {
    const struct merit_program *program;
    const struct merit_span *span;
    const struct moments *moments;
    struct link_list *links; /* selected anew for each product */
    struct merit_text name;
    uint32_t cell_count;
    const struct explain_cell *cells;
    const struct vector_totals *totals;
    uint64_t flags;
    const int64_t *slots; /* of the customer as a whole */
};

/* The slots of one product alone, by the functions that make the customer's: over its products they
 * sum to the customer's. Also of BY_PRODUCT slots, which a customer's vector leaves out. */
void explain_cell_slots(const struct merit_span *span,
                        const int64_t *terms,
                        uint64_t flags,
                        int64_t *ret_slots);

/* What an option is asked for. */
struct explain_option {
    const struct merit_measure *measure;
    struct merit_place_key key; /* of its places */
};

/* True where the option counts customers as a whole (a FLAG slot): one row each. Otherwise a row
 * for each product that the option counts. */
bool explain_is_whole(const struct merit_span *span, const struct merit_measure *measure);
/* The row of the customer as a whole. */
void explain_customer_row(const struct explain_customer *customer,
                          const struct explain_option *option,
                          struct merit_contribution *ret_row);
/* The row of one product; false: the option does not count this product. */
bool explain_product_row(const struct explain_customer *customer,
                         const struct explain_option *option,
                         const struct explain_cell *cell,
                         struct merit_contribution *ret_row);
/* The row of a customer that has no product which the option counts. */
void explain_nothing_row(const struct explain_customer *customer,
                         const struct explain_option *option,
                         struct merit_contribution *ret_row);

/* core/explain_flag.c: why a flag of the customer is yes or no, and the comparison that decided. */
struct explain_flag {
    struct merit_why why; /* COUNTED: it is yes */
    uint8_t kind;         /* of the place that says so, enum merit_place_kind */
    struct merit_check check;
};
struct explain_flag explain_flag(const struct explain_customer *customer, uint8_t flag);

/* core/explain_check.c: the comparison of a run that decides, for one product: the first that does
 * not hold, else the first. */
struct merit_check explain_check(const struct explain_customer *customer,
                                 const struct explain_cell *cell,
                                 uint8_t first,
                                 uint8_t count);
/* The reason that a comparison which does not hold gives. */
enum merit_reason explain_check_reason(const struct merit_check *check);
/* Marks the product's associations, and gives what core/cell.h reads it by. */
struct cell_input explain_input(const struct explain_customer *customer,
                                const struct explain_cell *cell);
int64_t explain_value(const struct cell_input *input, uint8_t quantity);
/* The day on which a quantity is read; of months the end of the last of them. */
int32_t explain_day(const struct cell_input *input, const struct merit_quantity *quantity);
/* COUNTED where the quantity has a series of the product, else why not. */
struct merit_why explain_population(const struct explain_customer *customer,
                                    const struct explain_cell *cell,
                                    const struct merit_quantity *quantity);

#endif
