# functions.jl: every function of the library that the binding calls; <ravel/ravel.h> says what each does.

@native ravel_version(major::Ptr{Int32}, minor::Ptr{Int32}, patch::Ptr{Int32})::Cvoid
@native ravel_status_text(status::Int32)::Cstring

@native ravel_context_create(out::Ptr{Handle})::Int32
@native ravel_context_destroy(context::Handle)::Int32
@native ravel_context_set_casting(context::Handle, casting::Int32)::Int32
@native ravel_context_set_threads(context::Handle, n::Int32)::Int32
@native ravel_context_set_isa_cap(context::Handle, isa::Cstring)::Int32
@native ravel_context_set_scratch_limit(context::Handle, nbytes::Csize_t)::Int32
@native ravel_context_trim(context::Handle)::Int32
@native ravel_context_error(context::Handle, status::Ptr{Int32}, argument::Ptr{Int32}, axis::Ptr{Int32},
    buffer::Ptr{UInt8}, size::Csize_t, needed::Ptr{Csize_t})::Int32
@native ravel_context_events(context::Handle, events::Ptr{UInt64})::Int32
@native ravel_context_clear_events(context::Handle)::Int32

@native ravel_dtype_parse(context::Handle, text::Cstring, dtype::Ptr{Int32}, swapped::Ptr{Int32})::Int32

@native ravel_array_create(context::Handle, buffer::Handle, nbytes::Csize_t, offset::Int64, dtype::Int32, ndim::Int32,
    shape::Ptr{Int64}, strides::Ptr{Int64}, flags::UInt64, out::Ptr{Handle})::Int32
@native ravel_array_create_scalar(context::Handle, dtype::Int32, value::Handle, flags::UInt64,
    out::Ptr{Handle})::Int32
@native ravel_array_destroy(array::Handle)::Int32
@native ravel_array_require(context::Handle, array::Handle, dtype::Int32, ndim::Int32, flags::UInt64,
    data::Ptr{Handle})::Int32
@native ravel_array_ndim(array::Handle, ndim::Ptr{Int32})::Int32
@native ravel_array_describe(array::Handle, buffer::Ptr{UInt8}, size::Csize_t, needed::Ptr{Csize_t})::Int32
@native ravel_array_expand_dims(context::Handle, array::Handle, n_axes::Int32, axes::Ptr{Int32},
    out::Ptr{Handle})::Int32

@native ravel_kernel_find(context::Handle, name::Cstring, out::Ptr{Handle})::Int32
@native ravel_kernel_count(count::Ptr{Int32})::Int32
@native ravel_kernel_at(context::Handle, index::Int32, out::Ptr{Handle})::Int32
@native ravel_kernel_name(kernel::Handle, buffer::Ptr{UInt8}, size::Csize_t, needed::Ptr{Csize_t})::Int32
@native ravel_kernel_summary(kernel::Handle, buffer::Ptr{UInt8}, size::Csize_t, needed::Ptr{Csize_t})::Int32
@native ravel_kernel_arity(kernel::Handle, n_in::Ptr{Int32}, n_out::Ptr{Int32})::Int32
@native ravel_kernel_verbs(kernel::Handle, verbs::Ptr{Int32})::Int32
@native ravel_kernel_takes(kernel::Handle, arguments::Ptr{Int32})::Int32
@native ravel_kernel_isa(context::Handle, kernel::Handle, isa::Ptr{Ptr{UInt8}})::Int32
@native ravel_kernel_create(context::Handle, name::Cstring, n_in::Int32, n_out::Int32, n_loops::Int32,
    dtypes::Ptr{Int32}, loops::Ptr{Handle}, user::Handle, release::Handle, flags::UInt64, identity::Handle,
    out::Ptr{Handle})::Int32
@native ravel_kernel_destroy(kernel::Handle)::Int32

@native ravel_apply(context::Handle, kernel::Handle, n_in::Int32, inputs::Ptr{Handle}, mask::Handle, options::UInt64,
    n_out::Int32, outputs::Ptr{Handle})::Int32
@native ravel_apply_outputs(context::Handle, kernel::Handle, n_in::Int32, inputs::Ptr{Handle}, mask::Handle,
    options::UInt64, n_out::Int32, dtypes::Ptr{Int32}, max_ndim::Int32, ndim::Ptr{Int32}, shape::Ptr{Int64})::Int32
@native ravel_reduce(context::Handle, kernel::Handle, input::Handle, n_axes::Int32, axes::Ptr{Int32}, mask::Handle,
    initial::Handle, options::UInt64, output::Handle)::Int32
@native ravel_reduce_outputs(context::Handle, kernel::Handle, input::Handle, n_axes::Int32, axes::Ptr{Int32},
    mask::Handle, initial::Handle, options::UInt64, dtype::Ptr{Int32}, max_ndim::Int32, ndim::Ptr{Int32},
    shape::Ptr{Int64})::Int32
@native ravel_accumulate(context::Handle, kernel::Handle, input::Handle, axis::Int32, options::UInt64,
    output::Handle)::Int32
@native ravel_diff(context::Handle, array::Handle, axis::Int32, n::Int64, options::UInt64, output::Handle)::Int32
@native ravel_min_max(context::Handle, array::Handle, n_axes::Int32, axes::Ptr{Int32}, mask::Handle, initial::Handle,
    options::UInt64, minimum::Handle, maximum::Handle)::Int32
@native ravel_mean_var(context::Handle, array::Handle, n_axes::Int32, axes::Ptr{Int32}, mask::Handle,
    correction::Float64, options::UInt64, mean::Handle, variance::Handle)::Int32
@native ravel_vecdot(context::Handle, x1::Handle, x2::Handle, n_axes::Int32, axes::Ptr{Int32}, options::UInt64,
    output::Handle)::Int32
@native ravel_vecdot_outputs(context::Handle, x1::Handle, x2::Handle, n_axes::Int32, axes::Ptr{Int32}, options::UInt64,
    dtype::Ptr{Int32}, max_ndim::Int32, ndim::Ptr{Int32}, shape::Ptr{Int64})::Int32
@native ravel_bincount(context::Handle, array::Handle, mask::Handle, weights::Handle, options::UInt64,
    output::Handle)::Int32
@native ravel_histogram(context::Handle, array::Handle, mask::Handle, lower::Handle, upper::Handle, options::UInt64,
    output::Handle)::Int32
@native ravel_histogram_edges(context::Handle, array::Handle, mask::Handle, edges::Handle, options::UInt64,
    output::Handle)::Int32
@native ravel_accumulate_outputs(context::Handle, kernel::Handle, input::Handle, axis::Int32, options::UInt64,
    dtype::Ptr{Int32}, max_ndim::Int32, ndim::Ptr{Int32}, shape::Ptr{Int64})::Int32
