/* The double nearest to an exact fraction. */
#ifndef CODEC_RATIO_DOUBLE_H
#define CODEC_RATIO_DOUBLE_H

#include "merit/ratio.h"

/* numerator / denominator correctly rounded (to nearest, ties to even), for all values;
 * denominator > 0. Zero is +0.0. */
double ratio_double(struct merit_ratio ratio);

#endif
