/* ravel.h: the whole library.
 *
 *     ravel_context *context;
 *     ravel_array *a, *b, *sum;
 *     if (ravel_context_create(&context) != RAVEL_OK)
 *         return;
 *     if (ravel_array_create(context, memory, nbytes, 0, RAVEL_FLOAT64, 2, shape, strides, 0, &a) != RAVEL_OK ||
 *         ... ||
 *         ravel_add(context, a, b, sum) != RAVEL_OK)
 *         ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL);
 *
 * Argument order everywhere: context, inputs, options, outputs. A length precedes the list it counts and follows the
 * buffer it measures. Handles (ravel_context *, ravel_array *, ravel_kernel *) are numbers in a pointer's clothes:
 * never dereferenced, so that a stale, doubled, forged or wrong-typed one is a clean error. */
#ifndef RAVEL_RAVEL_H
#define RAVEL_RAVEL_H

#include <ravel/apply.h>
#include <ravel/array.h>
#include <ravel/context.h>
#include <ravel/dtype.h>
#include <ravel/elementwise.h>
#include <ravel/export.h>
#include <ravel/histogram.h>
#include <ravel/kernel.h>
#include <ravel/partial.h>
#include <ravel/statistics.h>
#include <ravel/status.h>
#include <ravel/version.h>
#include <ravel/view.h>

#endif
