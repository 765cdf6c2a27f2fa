/* view_steps.h: one random view of an array, right or wrong, done by the library and by the model. */
#ifndef TESTS_FUZZ_VIEW_STEPS_H
#define TESTS_FUZZ_VIEW_STEPS_H

#include "support/random.h"
#include "view_model.h"

enum { VIEW_N_STEPS = 13 };

/* Puts a view in the place of the array and its model. Ends the program unless the library makes it exactly where it
 * can be made; where not, nothing changes. */
void view_step(int32_t which, random_source *source, ravel_array **array, view_model *model);

#endif
