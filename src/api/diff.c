/* diff.c: ravel_diff. */
#include <ravel/statistics.h>

#include "run/diff.h"

ravel_status ravel_diff(ravel_context *context, const ravel_array *array, int32_t axis, int64_t n, uint64_t options,
                        ravel_array *out)
{
    const rvl_diff_request request = {array, axis, n, options, out};
    rvl_call call;
    const ravel_status status = rvl_call_enter(&call, context, "ravel_diff");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, rvl_diff(&call, &request));
}
