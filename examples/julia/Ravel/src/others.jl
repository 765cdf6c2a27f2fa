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
