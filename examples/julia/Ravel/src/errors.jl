# errors.jl: a status that is not 0 becomes a RavelError with ravel's own sentence.

# The statuses of <ravel/status.h>, from 1.
const STATUSES = (
    :null_argument, :stale_handle, :double_destroy, :forged_handle, :wrong_handle_type, :busy, :out_of_memory,
    :scratch_limit, :invalid_argument, :unknown_flag, :invalid_dtype, :dtype_mismatch, :casting_forbidden,
    :no_common_dtype, :no_loop, :invalid_shape, :shape_mismatch, :invalid_ndim, :size_overflow, :out_of_bounds,
    :invalid_axis, :duplicate_axis, :invalid_index, :read_only, :not_contiguous, :unaligned, :swapped_bytes, :overlap,
    :undecided_overlap, :needs_copy, :empty_reduction, :wrong_arity, :no_identity, :kernel_failed, :unknown_kernel,
    :value_out_of_range, :wrong_verb, :executor_failed, :too_many_handles, :unknown_isa, :buffer_too_small)

"""
What ravel says to a mistake: `status` (a name such as `:shape_mismatch`), `code` (its number), `message`, and where it
is known the `argument` and the `axis` that the mistake is in, counted from 0 (inputs, then outputs, mask, initial), else -1.
"""
struct RavelError <: Exception
    status::Symbol
    code::Int32
    message::String
    argument::Int32
    axis::Int32
end

Base.showerror(io::IO, error::RavelError) = print(io, "RavelError (", error.status, "): ", error.message)

status_name(code) = 1 <= code <= length(STATUSES) ? STATUSES[code] : :unknown

# What people call here for what ravel's messages begin with; the functions of kernels have their own names.
const CALLED = Dict("ravel_context_set_threads" => "Ravel.set_threads!", "ravel_context_set_isa_cap" => "Ravel.Context",
    "ravel_context_set_scratch_limit" => "Ravel.Context", "ravel_dtype_parse" => "Ravel.dtype",
    "ravel_array_create" => "Ravel.Descriptor", "ravel_array_require" => "Ravel.require",
    "ravel_kernel_find" => "Ravel.find", "ravel_kernel_create" => "Ravel.kernel")

called(c_name) = get(CALLED, c_name, c_name)

"ravel's sentence, beginning with what was called in Julia."
function in_julia(text, called)
    parts = split(text, ": "; limit = 2)
    return length(parts) == 2 && startswith(parts[1], "ravel_") ? string(called(parts[1]), ": ", parts[2]) : text
end

function error_of(here::Context, code, called = called)
    last, argument, axis = Ref{Int32}(0), Ref{Int32}(-1), Ref{Int32}(-1)
    text = text_of((buffer, size, needed) ->
        ravel_context_error(here, last, argument, axis, buffer, size, needed))
    last[] == code && return RavelError(status_name(code), code, in_julia(text, called), argument[], axis[])
    return error_of(nothing, code) # the context's text is about another call
end
error_of(::Nothing, code) = RavelError(status_name(code), code, unsafe_string(ravel_status_text(code)), -1, -1)

"Throws the error of a status that is not 0."
check(here, status::Int32) = status == 0 ? nothing : throw(error_of(here, status))
