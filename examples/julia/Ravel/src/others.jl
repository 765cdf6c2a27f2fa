# others.jl: functions of the library that are no kernels.

"Throws what a call of such a function has to say."
function check_other(here::Context, status::Int32)
    return status == 0 ? nothing : throw(error_of(here, status, c_name -> replace(replace(c_name, "ravel_" => "Ravel."), "_outputs" => "")))
end

"""
    diff(x; dims, n = 1, casting = nothing)
    diff!(out, x; dims, n = 1, casting = nothing)

The n-th differences along one dimension, which only a vector may leave out: n times in a row `x[i + 1] - x[i]`, of bools
whether the two differ. The result is `n` shorter.
"""
function diff(x::AbstractArray; dims = nothing, n::Integer = 1, casting = nothing)
    dim = dims === nothing ? only_dim(x) : dims
    lengths = ntuple(d -> d == dim ? max(size(x, d) - max(n, 0), 0) : size(x, d), ndims(x))
    return diff!(Array{eltype(x)}(undef, lengths), x; dims = dim, n, casting)
end

function diff!(out, x; dims = nothing, n::Integer = 1, casting = nothing)
    here, axis = context(), axis_of(dims === nothing ? only_dim(x) : dims)
    with_operands(x, out; lined_up = 0) do (input, output)
        check_other(here, ravel_diff(here, input, axis, n, options_of(casting), output))
    end
    return out
end

"""
    vecdot(x, y; dims = :, casting = nothing)
    vecdot!(out, x, y; dims = :, casting = nothing)

The sums of `conj(x) * y` along dimensions of both (`:`, a number or a list); other dimensions broadcast. As in `reduce`
the summed dimensions stay, with length 1, and the result for `:` is a number. The sums are taken in the type of `out`.
"""
function vecdot(x, y; dims = :, casting = nothing)
    here, (n_axes, axes) = context(), axes_of(dims)
    options = options_of(casting) | (dims === (:) ? UInt64(0) : KEEP_DIMS)
    return with_operands(x, y) do (left, right)
        told = Told()
        check_other(here, ravel_vecdot_outputs(here, left, right, n_axes, axes, options, told.dtypes, MAX_NDIM,
            told.ndim, told.shape))
        out = allocate(told)
        call_vecdot(here, left, right, n_axes, axes, options, out)
        result(out)
    end
end

function vecdot!(out, x, y; dims = :, casting = nothing)
    here, (n_axes, axes) = context(), axes_of(dims)
    with_operands(x, y) do (left, right)
        keep = left.ndims > 0 && n_axes + (dims === (:)) > 0 && ndims(out) == left.ndims
        call_vecdot(here, left, right, n_axes, axes, options_of(casting) | (keep ? KEEP_DIMS : UInt64(0)), out)
    end
    return out
end

function call_vecdot(here, left, right, n_axes, axes, options, out)
    with_operands(out) do (output,)
        check_other(here, ravel_vecdot(here, left, right, n_axes, axes, options, output))
    end
end

"""
    min_max(x; dims = :, mask = nothing, init = nothing, casting = nothing)
    min_max!((minimum, maximum), x; dims = :, mask = nothing, init = nothing, casting = nothing)

The smallest and the largest element, in one pass. As in `reduce` the reduced dimensions stay, with length 1, and for `:`
the results are numbers. A mask needs `init`, which is joined to both.
"""
min_max(x; dims = :, mask = nothing, init = nothing, casting = nothing) =
    map(result, min_max!(allocate_two(("min", "max"), x, dims, mask, init, casting), x; dims, mask, init, casting))

function min_max!(outs, x; dims = :, mask = nothing, init = nothing, casting = nothing)
    check_two(outs, "min_max!: out", "(minimum, maximum)")
    here, (n_axes, axes) = context(), axes_of(dims)
    with_operands(x, mask, init; lined_up = 2) do (input, masked, start)
        options = options_of(casting) | two_kept(input, n_axes, dims, outs)
        with_operands(outs[1], outs[2]) do (smallest, largest)
            check_other(here, ravel_min_max(here, input, n_axes, axes, masked, start, options, smallest, largest))
        end
    end
    return outs
end

"""
    mean_var(x; dims = :, correction = 0, mask = nothing, casting = nothing)
    mean_var!((mean, variance), x; dims = :, correction = 0, mask = nothing, casting = nothing)

The mean and the variance, in one pass. As in `reduce` the reduced dimensions stay, with length 1, and for `:` the results
are numbers.
"""
mean_var(x; dims = :, correction = 0, mask = nothing, casting = nothing) =
    map(result, mean_var!(allocate_two(("mean", "var"), x, dims, mask, nothing, casting), x; dims, correction, mask, casting))

function mean_var!(outs, x; dims = :, correction = 0, mask = nothing, casting = nothing)
    check_two(outs, "mean_var!: out", "(mean, variance)")
    here, (n_axes, axes) = context(), axes_of(dims)
    with_operands(x, mask; lined_up = 2) do (input, masked)
        options = options_of(casting) | two_kept(input, n_axes, dims, outs)
        with_operands(outs[1], outs[2]) do (mean, variance)
            check_other(here, ravel_mean_var(here, input, n_axes, axes, masked, Float64(correction), options, mean, variance))
        end
    end
    return outs
end

"Throws where there are not two: of a name, for messages."
function check_two(values, name, expected)
    values isa Tuple{Any,Any} && return nothing
    throw(ArgumentError("Ravel.$name must be a tuple, $expected; got $(values isa Tuple ? string(length(values), " values") : typeof(values))"))
end

"Whether reduced dimensions stay: where an output has them."
two_kept(input, n_axes, dims, outs) =
    input.ndims > 0 && n_axes + (dims === (:)) > 0 && ndims(outs[1]) == input.ndims ? KEEP_DIMS : UInt64(0)

"The outputs that the two kernels with one output would be given."
function allocate_two(names, x, dims, mask, init, casting)
    here, (n_axes, axes) = context(), axes_of(dims)
    options = options_of(casting) | (dims === (:) ? UInt64(0) : KEEP_DIMS)
    return with_operands(x, mask, init; lined_up = 2) do (input, masked, start)
        map(names) do name
            told = Told()
            check_other(here, ravel_reduce_outputs(here, find(name), input, n_axes, axes, masked, start, options, told.dtypes,
                MAX_NDIM, told.ndim, told.shape))
            allocate(told)
        end
    end
end

"""
    bincount(x, n; weights = nothing, mask = nothing)
    bincount!(out, x; weights = nothing, mask = nothing)

How many elements of `x` are 0, 1, ..., n - 1, in a vector from index 1 on; or the sums of their weights, in the order of
ravel's axes. Any other number is an error. A mask and weights broadcast to `x`; elements count where the mask is true.
"""
bincount(x, n::Integer; weights = nothing, mask = nothing) =
    bincount!(Vector{weights === nothing ? Int64 : Float64}(undef, n), x; weights, mask)

function bincount!(out, x; weights = nothing, mask = nothing)
    here = context()
    with_operands(x, mask, weights, out; lined_up = 3) do (input, masked, weighted, output)
        check_other(here, ravel_bincount(here, input, masked, weighted, UInt64(0), output))
    end
    return out
end

"""
    histogram(x, n, (lower, upper); mask = nothing)
    histogram(x, edges; mask = nothing)
    histogram!(out, x, (lower, upper); mask = nothing)
    histogram!(out, x, edges; mask = nothing)

How many elements of `x` lie in each of `n` equal bins, or in those between ascending edges. The last bin is closed, the
others are half open; NaN and what lies outside are not counted.
"""
histogram(x, n::Integer, bounds::Tuple; mask = nothing) = histogram!(Vector{Int64}(undef, n), x, bounds; mask)
histogram(x, edges::AbstractVector; mask = nothing) =
    histogram!(Vector{Int64}(undef, max(length(edges) - 1, 0)), x, edges; mask)

function histogram!(out, x, bounds::Tuple; mask = nothing)
    here = context()
    check_two(bounds, "histogram: bounds", "(lower, upper)")
    with_operands(x, mask, bounds[1], bounds[2], out; lined_up = 2) do (input, masked, lower, upper, output)
        check_other(here, ravel_histogram(here, input, masked, lower, upper, UInt64(0), output))
    end
    return out
end

function histogram!(out, x, edges::AbstractVector; mask = nothing)
    here = context()
    with_operands(x, mask, edges, out; lined_up = 2) do (input, masked, between, output)
        check_other(here, ravel_histogram_edges(here, input, masked, between, UInt64(0), output))
    end
    return out
end
