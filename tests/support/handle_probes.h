/* handle_probes.h: every public function that takes a handle, as a probe: given one wrong handle, all else right. */
#ifndef TESTS_SUPPORT_HANDLE_PROBES_H
#define TESTS_SUPPORT_HANDLE_PROBES_H

#include <ravel/elementwise.h>
#include <ravel/view.h>

enum { CONTEXT, ARRAY, KERNEL, N_TYPES };

/* Gives what the function answered. */
typedef ravel_status (*probe)(uint64_t handle);

/* What is right: set by the including file. */
static double element = 1.5;
static ravel_context *good_context;
static ravel_array *good_array;
static ravel_array *good_line; /* one dimension */
static const ravel_kernel *good_kernel, *sum, *running_sum;
static const ravel_array *good_in[1];
static ravel_array *good_out[1];
static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64}, axes[] = {0};
static const int64_t lengths[] = {1};

static int32_t copy_loop(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        ((double *)out[0])[i] = ((const double *)in[0])[i];
    return 0;
}

static const ravel_kernel_fn loops[] = {copy_loop};

/* What the probed functions would write to. No probe's handle is good, so none may change. */
static uint64_t written[2];
static char text[8];

#define C ((ravel_context *)(uintptr_t)handle)
#define A ((ravel_array *)(uintptr_t)handle)
#define K ((const ravel_kernel *)(uintptr_t)handle)
#define OUT ((void *)written)
#define PROBE(name, expression)                       \
    static ravel_status probe_##name(uint64_t handle) \
    {                                                 \
        return expression;                            \
    }

PROBE(set_casting, ravel_context_set_casting(C, RAVEL_CASTING_SAFE))
PROBE(set_threads, ravel_context_set_threads(C, 1))
PROBE(set_executor, ravel_context_set_executor(C, 1, NULL, NULL))
PROBE(set_allocator, ravel_context_set_allocator(C, NULL, NULL, NULL))
PROBE(set_isa_cap, ravel_context_set_isa_cap(C, NULL))
PROBE(set_scratch_limit, ravel_context_set_scratch_limit(C, 0))
PROBE(trim, ravel_context_trim(C))
/* Tells of the handle where it is asked to: see check_context. */
PROBE(error, ravel_context_error(C, NULL, NULL, NULL, NULL, 0, NULL))
PROBE(events, ravel_context_events(C, OUT))
PROBE(clear_events, ravel_context_clear_events(C))
PROBE(context_of_array_create, ravel_array_create(C, &element, 8, 0, RAVEL_FLOAT64, 0, NULL, NULL, 0, OUT))
PROBE(context_of_create_scalar, ravel_array_create_scalar(C, RAVEL_FLOAT64, &element, 0, OUT))
PROBE(context_of_rebind, ravel_array_rebind(C, good_array, &element, 8, 0))
PROBE(context_of_require, ravel_array_require(C, good_array, RAVEL_FLOAT64, 0, 0, OUT))
PROBE(context_of_element, ravel_array_element(C, good_array, 0, NULL, OUT))

PROBE(context_of_parse, ravel_dtype_parse(C, "int8", OUT, OUT))
PROBE(context_of_result_type, ravel_result_type(C, 1, dtypes, NULL, OUT))
PROBE(context_of_find, ravel_kernel_find(C, "add", OUT))
PROBE(context_of_at, ravel_kernel_at(C, 0, OUT))
PROBE(context_of_isa, ravel_kernel_isa(C, good_kernel, OUT))
PROBE(context_of_kernel_create, ravel_kernel_create(C, "name", 1, 1, 1, dtypes, loops, NULL, NULL, 0, NULL, OUT))
PROBE(context_of_multi_index, ravel_multi_index(C, 0, NULL, NULL, 0, OUT))
PROBE(context_of_unravel_index, ravel_unravel_index(C, 1, lengths, 0, 0, OUT))
PROBE(context_of_slice, ravel_array_slice(C, good_array, 0, axes, NULL, NULL, NULL, OUT))
PROBE(context_of_reshape, ravel_array_reshape(C, good_array, 1, lengths, 0, OUT))
PROBE(context_of_apply, ravel_apply(C, good_kernel, 1, good_in, NULL, 0, 1, good_out))
PROBE(context_of_copy, ravel_copy(C, good_array, good_array))
PROBE(context_of_reduce, ravel_reduce(C, sum, good_array, 0, NULL, NULL, NULL, 0, good_array))

PROBE(rebind, ravel_array_rebind(good_context, A, &element, 8, 0))
PROBE(require, ravel_array_require(good_context, A, RAVEL_FLOAT64, 0, 0, OUT))
PROBE(dtype, ravel_array_dtype(A, OUT))
PROBE(ndim, ravel_array_ndim(A, OUT))
PROBE(size, ravel_array_size(A, OUT))
PROBE(nbytes, ravel_array_nbytes(A, OUT))
PROBE(flags, ravel_array_flags(A, OUT))
PROBE(shape, ravel_array_shape(A, 1, OUT))
PROBE(strides, ravel_array_strides(A, 1, OUT))
PROBE(element, ravel_array_element(good_context, A, 0, NULL, OUT))
PROBE(describe, ravel_array_describe(A, text, sizeof text, OUT))

PROBE(slice, ravel_array_slice(good_context, A, 0, axes, NULL, NULL, NULL, OUT))
PROBE(index, ravel_array_index(good_context, A, 0, axes, NULL, OUT))
PROBE(permute, ravel_array_permute(good_context, A, 0, NULL, OUT))
PROBE(reshape, ravel_array_reshape(good_context, A, 1, lengths, 0, OUT))
PROBE(broadcast_to, ravel_array_broadcast_to(good_context, A, 1, lengths, OUT))
PROBE(flip, ravel_array_flip(good_context, A, 0, NULL, OUT))
PROBE(squeeze, ravel_array_squeeze(good_context, A, 0, NULL, OUT))
PROBE(expand_dims, ravel_array_expand_dims(good_context, A, 1, axes, OUT))
PROBE(diagonal, ravel_array_diagonal(good_context, A, 0, 0, 1, OUT))
PROBE(sliding_window, ravel_array_sliding_window(good_context, A, 1, axes, lengths, OUT))
PROBE(real, ravel_array_real(good_context, A, OUT))
PROBE(imag, ravel_array_imag(good_context, A, OUT))
PROBE(view, ravel_array_view(good_context, A, RAVEL_FLOAT64, OUT))
PROBE(input, ravel_apply(good_context, good_kernel, 1, &(const ravel_array *){A}, NULL, 0, 1, good_out))
PROBE(output, ravel_apply(good_context, good_kernel, 1, good_in, NULL, 0, 1, &(ravel_array *){A}))
PROBE(mask, ravel_apply(good_context, good_kernel, 1, good_in, A, 0, 1, good_out))
PROBE(apply_outputs,
      ravel_apply_outputs(good_context, good_kernel, 1, &(const ravel_array *){A}, NULL, 0, 1, OUT, 1, OUT, OUT))
PROBE(apply_scratch,
      ravel_apply_scratch(good_context, good_kernel, 1, &(const ravel_array *){A}, NULL, 0, 1, good_out, OUT))
PROBE(copy_input, ravel_copy(good_context, A, good_array))
PROBE(copy_output, ravel_copy(good_context, good_array, A))
PROBE(reduced, ravel_reduce(good_context, sum, A, 0, NULL, NULL, NULL, 0, good_array))
PROBE(reduce_mask, ravel_reduce(good_context, sum, good_array, 0, NULL, A, NULL, 0, good_array))
PROBE(initial, ravel_reduce(good_context, sum, good_array, 0, NULL, NULL, A, 0, good_array))
PROBE(reduce_output, ravel_reduce(good_context, sum, good_array, 0, NULL, NULL, NULL, 0, A))
PROBE(reduce_outputs, ravel_reduce_outputs(good_context, sum, A, 0, NULL, NULL, NULL, 0, OUT, 1, OUT, OUT))
PROBE(reduce_scratch, ravel_reduce_scratch(good_context, sum, A, 0, NULL, NULL, NULL, 0, good_array, OUT))
PROBE(accumulated, ravel_accumulate(good_context, running_sum, A, 0, 0, good_array))
PROBE(accumulate_output, ravel_accumulate(good_context, running_sum, good_line, 0, 0, A))
PROBE(accumulate_outputs, ravel_accumulate_outputs(good_context, running_sum, A, 0, 0, OUT, 1, OUT, OUT))
PROBE(accumulate_scratch, ravel_accumulate_scratch(good_context, running_sum, A, 0, 0, good_array, OUT))
PROBE(identity, ravel_kernel_create(good_context, "name", 2, 1, 1, dtypes, loops, NULL, NULL, 0, A, OUT))

PROBE(name, ravel_kernel_name(K, text, sizeof text, OUT))
PROBE(summary, ravel_kernel_summary(K, text, sizeof text, OUT))
PROBE(arity, ravel_kernel_arity(K, OUT, OUT))
PROBE(verbs, ravel_kernel_verbs(K, OUT))
PROBE(takes, ravel_kernel_takes(K, OUT))
PROBE(loop_count, ravel_kernel_loop_count(K, OUT))
PROBE(signature, ravel_kernel_signature(K, 0, 8, OUT))
PROBE(isa, ravel_kernel_isa(good_context, K, OUT))
PROBE(apply, ravel_apply(good_context, K, 1, good_in, NULL, 0, 1, good_out))
PROBE(kernel_of_apply_outputs, ravel_apply_outputs(good_context, K, 1, good_in, NULL, 0, 1, OUT, 1, OUT, OUT))
PROBE(kernel_of_apply_scratch, ravel_apply_scratch(good_context, K, 1, good_in, NULL, 0, 1, good_out, OUT))
PROBE(reduce, ravel_reduce(good_context, K, good_array, 0, NULL, NULL, NULL, 0, good_array))
PROBE(kernel_of_reduce_outputs,
      ravel_reduce_outputs(good_context, K, good_array, 0, NULL, NULL, NULL, 0, OUT, 1, OUT, OUT))
PROBE(kernel_of_reduce_scratch,
      ravel_reduce_scratch(good_context, K, good_array, 0, NULL, NULL, NULL, 0, good_array, OUT))
PROBE(accumulate, ravel_accumulate(good_context, K, good_line, 0, 0, good_line))
PROBE(kernel_of_accumulate_outputs, ravel_accumulate_outputs(good_context, K, good_line, 0, 0, OUT, 1, OUT, OUT))
PROBE(kernel_of_accumulate_scratch, ravel_accumulate_scratch(good_context, K, good_line, 0, 0, good_line, OUT))

/* The functions of each type, those first for which NULL is wrong too. */
/* clang-format off */
static const probe probes[N_TYPES][64] = {
    [CONTEXT] = {
        probe_set_casting, probe_set_threads, probe_set_executor, probe_set_allocator, probe_set_isa_cap,
        probe_set_scratch_limit, probe_trim, probe_error, probe_events, probe_clear_events,
        probe_context_of_array_create, probe_context_of_create_scalar, probe_context_of_rebind,
        probe_context_of_require, probe_context_of_element, probe_context_of_parse,
        probe_context_of_result_type, probe_context_of_find, probe_context_of_at, probe_context_of_isa,
        probe_context_of_kernel_create, probe_context_of_multi_index, probe_context_of_unravel_index,
        probe_context_of_slice, probe_context_of_reshape, probe_context_of_apply, probe_context_of_copy,
        probe_context_of_reduce},
    [ARRAY] = {
        probe_rebind, probe_require, probe_dtype, probe_ndim, probe_size, probe_nbytes, probe_flags,
        probe_shape, probe_strides, probe_element, probe_describe, probe_slice, probe_index, probe_permute,
        probe_reshape, probe_broadcast_to, probe_flip, probe_squeeze, probe_expand_dims, probe_diagonal,
        probe_sliding_window, probe_real, probe_imag, probe_view, probe_input, probe_output,
        probe_apply_outputs, probe_apply_scratch, probe_copy_input, probe_copy_output, probe_reduced,
        probe_reduce_output, probe_reduce_outputs, probe_reduce_scratch, probe_accumulated,
        probe_accumulate_output, probe_accumulate_outputs, probe_accumulate_scratch, probe_mask,
        probe_reduce_mask, probe_initial, probe_identity},
    [KERNEL] = {
        probe_name, probe_summary, probe_arity, probe_verbs, probe_takes, probe_loop_count, probe_signature, probe_isa,
        probe_apply, probe_kernel_of_apply_outputs, probe_kernel_of_apply_scratch, probe_reduce,
        probe_kernel_of_reduce_outputs, probe_kernel_of_reduce_scratch, probe_accumulate,
        probe_kernel_of_accumulate_outputs, probe_kernel_of_accumulate_scratch},
};
/* clang-format on */
static const int32_t n_never_null[N_TYPES] = {10, 38, 16};

#endif
