/* near_name.h: whether somebody who wrote one name may have meant another. */
#ifndef RVL_API_NEAR_NAME_H
#define RVL_API_NEAR_NAME_H

#include <stdbool.h>

/* True where the two differ by letter case and a typing mistake or two, or begin alike. */
bool rvl_names_are_near(const char *wrong, const char *right);

#endif
