/* mistakes.c: the classic mistakes with arrays in C, and what ravel says to each. */
#include "arrays.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A function as C has them: what it is given had better be ints, one after the other. */
static int largest(const int *values, int64_t n)
{
    int found = values[0];
    for (int64_t i = 1; i < n; i++)
        found = values[i] > found ? values[i] : found;
    return found;
}

/* The same for whoever has an array: it is called only with what it was written for. */
static ravel_status largest_of(ravel_context *context, const ravel_array *array, int *found)
{
    void *data = NULL;
    int64_t n = 0;
    ravel_status status = ravel_array_size(array, &n);
    if (status == RAVEL_OK)
        status = ravel_array_require(context, array, RAVEL_DTYPE_OF(found), 1, RAVEL_C_CONTIGUOUS, &data);
    if (status == RAVEL_OK && n > 0)
        *found = largest(data, n);
    return status;
}

/* Prints what ravel says, which must be this. */
static void refused(ravel_context *context, const char *mistake, ravel_status expected, ravel_status status)
{
    char text[512] = "";
    ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL);
    printf("  %s\n    %s: %s\n", mistake, ravel_status_text(status), text);
    if (status != expected) {
        fprintf(stderr, "expected: %s\n", ravel_status_text(expected));
        exit(EXIT_FAILURE);
    }
}

/* Every second of 0.0, 1.0, ... 9.0. */
static void sum_with_strides(ravel_context *context, double *ten, size_t nbytes)
{
    double total = 0;
    ravel_array *even = NULL, *sum = NULL;
    must(context,
         ravel_array_create(context, ten, nbytes, 0, RAVEL_FLOAT64, 1, (int64_t[]){5}, (int64_t[]){16}, 0, &even));
    must(context,
         ravel_array_create(context, &total, sizeof total, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE, &sum));
    must(context, ravel_sum(context, even, 0, NULL, 0, sum));
    ravel_array_destroy(even);
    ravel_array_destroy(sum);
    printf("  every second of ten numbers summed\n    %g: strides are part of the array\n", total);
    if (total != 20) {
        fprintf(stderr, "expected: 20\n");
        exit(EXIT_FAILURE);
    }
}

static void give_int64_for_int(ravel_context *context)
{
    int64_t wide[4] = {1, 1 << 20, 3, 4};
    int narrow[4] = {1, 1 << 20, 3, 4}, found = 0;
    int32_t dtype = 0;
    void *data = NULL;
    ravel_array *array = NULL;
    must(context,
         ravel_array_create(context, wide, sizeof wide, 0, RAVEL_DTYPE_OF(wide), 1, (int64_t[]){4}, NULL, 0, &array));
    refused(context, "int64 data where the function was written for int (RAVEL_DTYPE_OF)", RAVEL_DTYPE_MISMATCH,
            largest_of(context, array, &found));
    must(context, ravel_dtype_parse(context, "int", &dtype, NULL));
    refused(context, "the same, by the name of the type", RAVEL_DTYPE_MISMATCH,
            ravel_array_require(context, array, dtype, 1, RAVEL_C_CONTIGUOUS, &data));
    ravel_array_destroy(array);

    must(context, ravel_array_create(context, narrow, sizeof narrow, 0, RAVEL_DTYPE_OF(narrow), 1, (int64_t[]){4}, NULL,
                                     0, &array));
    must(context, largest_of(context, array, &found));
    ravel_array_destroy(array);
    printf("  int data, as it should be\n    the largest is %d\n", found);
    if (found != 1 << 20)
        exit(EXIT_FAILURE);
}

int main(void)
{
    double ten[10];
    for (int i = 0; i < 10; i++)
        ten[i] = i;
    ravel_context *context = NULL;
    must(NULL, ravel_context_create(&context));
    printf("The classic mistakes, and what ravel says:\n");

    sum_with_strides(context, ten, sizeof ten);
    give_int64_for_int(context);

    owned_array table = owned_zeros(context, RAVEL_FLOAT64, 2, (int64_t[]){3, 4});
    ravel_array *transposed = NULL, *other = NULL;
    void *data = NULL;
    must(context, ravel_array_permute(context, table.array, 0, NULL, &transposed));
    refused(context, "a transposed array where C order was assumed", RAVEL_NOT_CONTIGUOUS,
            ravel_array_require(context, transposed, RAVEL_FLOAT64, 2, RAVEL_C_CONTIGUOUS, &data));
    ravel_array_destroy(transposed);
    owned_free(&table);

    refused(context, "a buffer too short for the shape", RAVEL_OUT_OF_BOUNDS,
            ravel_array_create(context, ten, sizeof ten, 0, RAVEL_FLOAT64, 2, (int64_t[]){3, 4}, NULL, 0, &other));

    /* No RAVEL_WRITEABLE: nobody writes into it. */
    ravel_array *constant = NULL;
    must(context,
         ravel_array_create(context, ten, sizeof ten, 0, RAVEL_FLOAT64, 1, (int64_t[]){10}, NULL, 0, &constant));
    refused(context, "a read-only array as output", RAVEL_READ_ONLY, ravel_negative(context, constant, constant));

    /* And two that only a library with handles can name. */
    ravel_array_destroy(constant);
    refused(context, "an array that has been destroyed", RAVEL_STALE_HANDLE,
            ravel_negative(context, constant, constant));
    refused(context, "a context where an array is expected", RAVEL_WRONG_HANDLE_TYPE,
            ravel_negative(context, (const ravel_array *)(const void *)context, constant));
    ravel_context_destroy(context);
    return ten[9] == 9 ? EXIT_SUCCESS : EXIT_FAILURE;
}
