/* arrays.c: memory with a descriptor, numbers, and what to do with a status. */
#include "arrays.h"

#include <stdio.h>
#include <stdlib.h>

void must(ravel_context *context, ravel_status status)
{
    if (status == RAVEL_OK)
        return;
    char text[512] = "";
    ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL);
    fprintf(stderr, "%s: %s\n", ravel_status_text(status), text);
    exit(EXIT_FAILURE);
}

owned_array owned_zeros(ravel_context *context, int32_t dtype, int32_t ndim, const int64_t *shape)
{
    size_t nbytes = 0;
    must(context, ravel_dtype_itemsize(dtype, &nbytes));
    for (int32_t axis = 0; axis < ndim; axis++)
        nbytes *= (size_t)shape[axis];
    owned_array owned = {calloc(nbytes ? nbytes : 1, 1), NULL};
    if (owned.memory == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(EXIT_FAILURE);
    }
    must(context,
         ravel_array_create(context, owned.memory, nbytes, 0, dtype, ndim, shape, NULL, RAVEL_WRITEABLE, &owned.array));
    return owned;
}

void owned_free(owned_array *owned)
{
    ravel_array_destroy(owned->array);
    free(owned->memory);
    *owned = (owned_array){NULL, NULL};
}

ravel_array *literal(ravel_context *context, double value)
{
    ravel_array *made = NULL;
    must(context, ravel_array_create_scalar(context, RAVEL_FLOAT64, &value, RAVEL_WEAK, &made));
    return made;
}
