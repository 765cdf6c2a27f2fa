# others.jl: functions of the library that are no kernels.

"Throws what a call of such a function has to say."
function check_other(here::Context, status::Int32)
    return status == 0 ? nothing : throw(error_of(here, status, c_name -> replace(c_name, "ravel_" => "Ravel.")))
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
