/* values.h: elements worth testing: the edges of every dtype, and random ones. */
#ifndef TESTS_SUPPORT_VALUES_H
#define TESTS_SUPPORT_VALUES_H

#include "oracle.h"
#include "random.h"

/* How many special values a dtype has, and number `index` of them as an element in native byte order. */
int32_t values_n_special(int32_t dtype);
void values_special(int32_t dtype, int32_t index, void *bytes);
/* A random element: special, of moderate size, or any bits (a bool may be any byte). */
void values_random(int32_t dtype, random_source *source, void *bytes);

#endif
