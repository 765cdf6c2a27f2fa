/* histogram.c: ravel_bincount, ravel_histogram, ravel_histogram_edges. */
#include <ravel/histogram.h>

#include "run/count.h"

static ravel_status count(const char *function, ravel_context *context, const rvl_count_request *request)
{
    rvl_call call;
    rvl_count_job job;
    ravel_status status = rvl_call_enter(&call, context, function);
    if (status != RAVEL_OK)
        return status;
    status = rvl_count_check(&call, request, &job);
    if (status == RAVEL_OK)
        status = rvl_count_run(&call, &job);
    return rvl_call_leave(&call, status);
}

ravel_status ravel_bincount(ravel_context *context, const ravel_array *array, const ravel_array *where,
                            const ravel_array *weights, uint64_t options, ravel_array *out)
{
    const rvl_count_request request = {
        .kind = RVL_COUNT_NUMBERS, .in = array, .where = where, .weights = weights, .options = options, .out = out};
    return count("ravel_bincount", context, &request);
}

ravel_status ravel_histogram(ravel_context *context, const ravel_array *array, const ravel_array *where,
                             const ravel_array *lower, const ravel_array *upper, uint64_t options, ravel_array *out)
{
    const rvl_count_request request = {.kind = RVL_COUNT_UNIFORM,
                                       .in = array,
                                       .where = where,
                                       .lower = lower,
                                       .upper = upper,
                                       .options = options,
                                       .out = out};
    return count("ravel_histogram", context, &request);
}

ravel_status ravel_histogram_edges(ravel_context *context, const ravel_array *array, const ravel_array *where,
                                   const ravel_array *edges, uint64_t options, ravel_array *out)
{
    const rvl_count_request request = {
        .kind = RVL_COUNT_BETWEEN, .in = array, .where = where, .edges = edges, .options = options, .out = out};
    return count("ravel_histogram_edges", context, &request);
}
