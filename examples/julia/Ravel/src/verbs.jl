# verbs.jl: apply, reduce, accumulate. Arguments become operands, missing outputs are allocated, statuses thrown.

const KEEP_DIMS = UInt64(8)
const INCLUDE_INITIAL = UInt64(32)
const MAX_NDIM = 64

options_of(casting::Nothing) = UInt64(0)
options_of(casting::Symbol) = UInt64(casting_number(casting))

"Where the library tells dtypes and shape of outputs."
struct Told
    dtypes::Vector{Int32}
    ndim::Base.RefValue{Int32}
    shape::Vector{Int64}
end
Told(n = 1) = Told(zeros(Int32, n), Ref{Int32}(0), zeros(Int64, MAX_NDIM))

allocate(told::Told, i = 1) = Array{type_of(told.dtypes[i])}(undef, told.shape[1:told.ndim[]]...)

# A result without dimensions is a number, as everywhere in Julia.
result(a::AbstractArray) = ndims(a) == 0 ? a[] : a

"Throws what a call of a kernel has to say: first of all the exception of the user's own function."
function check(here::Context, k::Kernel, status::Int32)
    status_name(status) == :kernel_failed && rethrow_failure()
    return status == 0 ? nothing : throw(error_of(here, status, c_name -> called(k, c_name)))
end

"What was called: the kernel's own function, or another verb with it. That outputs were asked for first is not said."
function called(k::Kernel, c_name)
    verb = replace(replace(c_name, "ravel_" => ""), "_outputs" => "")
    own = k.verbs & VERB_APPLY != 0 ? "apply" : k.verbs & VERB_REDUCE != 0 ? "reduce" : "accumulate"
    return verb != own ? "Ravel.$verb" : k.loop === nothing ? "Ravel.$(k.name)" : k.name
end

"""
    apply(kernel, inputs...; mask = nothing, casting = nothing)
    apply!(kernel, out, inputs...; mask = nothing, casting = nothing)

`out[i] = kernel(inputs[1][i], inputs[2][i], ...)` for each index of the broadcast shape where `mask` is true. A kernel of
several outputs takes and gives a tuple. An output may be one of the inputs; `nothing` is one that is not wanted. A mask
needs `out`, as what it leaves out would be undefined.
"""
function apply(k::Kernel, inputs...; casting = nothing)
    here = context()
    return with_operands(inputs...) do list
        told = Told(k.n_out)
        check(here, k, ravel_apply_outputs(here, k, length(list), Operands(list), NO_OPERAND, options_of(casting),
            k.n_out, told.dtypes, MAX_NDIM, told.ndim, told.shape))
        outs = Tuple(allocate(told, i) for i in 1:k.n_out)
        call_apply(here, k, list, NO_OPERAND, casting, outs)
        k.n_out == 1 ? result(outs[1]) : map(result, outs)
    end
end

function apply!(k::Kernel, out, inputs...; mask = nothing, casting = nothing)
    here, outs = context(), out isa Tuple ? out : (out,)
    with_operands(inputs..., mask) do list
        call_apply(here, k, list[1:end-1], list[end], casting, outs)
    end
    return out
end

function call_apply(here, k, inputs, mask, casting, outs)
    with_operands(outs...; lined_up = 0) do list
        check(here, k, ravel_apply(here, k, length(inputs), Operands(inputs), mask, options_of(casting), length(list),
            Operands(list)))
    end
end

# Dimensions as Julia counts them become axes, from 0; what is out of range the library refuses.
axes_of(::Colon) = (0, C_NULL)
axes_of(dim::Integer) = (1, Int32[axis_of(dim)])
axes_of(dims) = (length(dims), Int32[axis_of(dim) for dim in dims])
axis_of(dim) = dim >= 1 ? dim - 1 : throw(ArgumentError("dimensions count from 1, got $dim"))

# What the library takes in the place of `init`.
function start_of(k::Kernel, init, correction)
    takes_it = k.takes & TAKES_CORRECTION != 0
    takes_it && init !== nothing && throw(ArgumentError("Ravel.$(k.name) takes no init, but a correction; got init = $init"))
    correction === nothing && return init
    takes_it && return correction
    throw(ArgumentError("Ravel.$(k.name): correction is for variances, in the place of init; got $correction"))
end

"""
    reduce(kernel, x; dims = :, mask = nothing, init = nothing, correction = nothing, casting = nothing)
    reduce!(kernel, out, x; dims = :, mask = nothing, init = nothing, correction = nothing, casting = nothing)

The elements of `x` along the dimensions (`:`, a number or a list), where `mask` is true, joined by the kernel; `init` is
joined on the left; `correction`, of variances alone, is what the number of elements is diminished by. As in Julia the reduced dimensions stay, with length 1, and the result for `:` is a number. `out` may
have them or not. The loop's type is that of `out`.
"""
function reduce(k::Kernel, x; dims = :, mask = nothing, init = nothing, correction = nothing, casting = nothing)
    init = start_of(k, init, correction)
    here, (n_axes, axes) = context(), axes_of(dims)
    options = options_of(casting) | (dims === (:) ? UInt64(0) : KEEP_DIMS)
    return with_operands(x, mask, init; lined_up = 2) do (input, masked, start)
        told = Told()
        check(here, k, ravel_reduce_outputs(here, k, input, n_axes, axes, masked, start, options, told.dtypes, MAX_NDIM,
            told.ndim, told.shape))
        out = allocate(told)
        call_reduce(here, k, input, n_axes, axes, masked, start, options, out)
        result(out)
    end
end

function reduce!(k::Kernel, out, x; dims = :, mask = nothing, init = nothing, correction = nothing, casting = nothing)
    init = start_of(k, init, correction)
    here, (n_axes, axes) = context(), axes_of(dims)
    with_operands(x, mask, init; lined_up = 2) do (input, masked, start)
        keep = input.ndims > 0 && n_axes + (dims === (:)) > 0 && ndims(out) == input.ndims
        options = options_of(casting) | (keep ? KEEP_DIMS : UInt64(0))
        call_reduce(here, k, input, n_axes, axes, masked, start, options, out)
    end
    return out
end

function call_reduce(here, k, input, n_axes, axes, mask, start, options, out)
    with_operands(out) do (output,)
        check(here, k, ravel_reduce(here, k, input, n_axes, axes, mask, start, options, output))
    end
end

only_dim(x) = ndims(x) == 1 ? 1 : throw(ArgumentError("dims is needed: the array has $(ndims(x)) dimensions"))

"""
    accumulate(kernel, x; dims, include_initial = false, casting = nothing)
    accumulate!(kernel, out, x; dims, include_initial = false, casting = nothing)

`out[1] = x[1]; out[i] = kernel(out[i - 1], x[i])` along one dimension, which only a vector may leave out. With
`include_initial` the kernel's identity comes first, and `out` is one longer.
"""
function accumulate(k::Kernel, x; dims = nothing, include_initial = false, casting = nothing)
    here, axis = context(), axis_of(dims === nothing ? only_dim(x) : dims)
    options = options_of(casting) | (include_initial ? INCLUDE_INITIAL : UInt64(0))
    return with_operands(x) do (input,)
        told = Told()
        check(here, k, ravel_accumulate_outputs(here, k, input, axis, options, told.dtypes, MAX_NDIM, told.ndim,
            told.shape))
        out = allocate(told)
        call_accumulate(here, k, input, axis, options, out)
        out
    end
end

function accumulate!(k::Kernel, out, x; dims = nothing, include_initial = false, casting = nothing)
    here, axis = context(), axis_of(dims === nothing ? only_dim(x) : dims)
    options = options_of(casting) | (include_initial ? INCLUDE_INITIAL : UInt64(0))
    with_operands(input -> call_accumulate(here, k, input[1], axis, options, out), x)
    return out
end

function call_accumulate(here, k, input, axis, options, out)
    with_operands(out) do (output,)
        check(here, k, ravel_accumulate(here, k, input, axis, options, output))
    end
end

# A kernel that is called does what it is for. Passing on no options saves a microsecond.
function (k::Kernel)(inputs...; options...)
    isempty(options) && k.verbs & VERB_APPLY != 0 && return apply(k, inputs...)
    k.verbs & VERB_APPLY != 0 && return apply(k, inputs...; options...)
    k.verbs & VERB_REDUCE != 0 && return reduce(k, inputs...; options...)
    return accumulate(k, inputs...; options...)
end

function (into::Into)(out, inputs...; options...)
    k = into.kernel
    isempty(options) && k.verbs & VERB_APPLY != 0 && return apply!(k, out, inputs...)
    k.verbs & VERB_APPLY != 0 && return apply!(k, out, inputs...; options...)
    k.verbs & VERB_REDUCE != 0 && return reduce!(k, out, inputs...; options...)
    return accumulate!(k, out, inputs...; options...)
end
