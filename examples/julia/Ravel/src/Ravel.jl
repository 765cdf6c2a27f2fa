"""
ravel for Julia: checked, fast functions over arrays of any layout, with the same bits on every machine.

    Ravel.add(a, b)                        # arrays and views of any layout; a new array
    Ravel.add!(out, a, 1)                  # into memory that is there
    Ravel.sum(a; dims = 1, mask = m)

    both = Ravel.kernel((x, y) -> x * x + y * y, (Float64, Float64) => Float64)
    both(a, b')                            # a scalar function becomes a function of whole arrays

Nothing is copied: Array, view, transpose, PermutedDimsArray and reinterpret are handed over with their shape and their
strides. Shapes of unequal length meet as in Julia's broadcasting (the first dimensions are lined up), dimensions count
from 1. Julia's plain numbers (Bool, Int, Float64, ComplexF64) promote as literals do. Mistakes are RavelErrors, and then
nothing has been written.

`Ravel.names()` lists the functions of the library's kernels; `?Ravel.add` says what one does.
"""
module Ravel

# The code is in a module of its own: out here `sum`, `max` and `copy` are ravel's.
module Binding

using Libdl
using LinearAlgebra: Adjoint, Transpose

include("library.jl")
include("functions.jl")
include("dtypes.jl")
include("context.jl")
include("errors.jl")
include("memory.jl")
include("descriptor.jl")
include("kernels.jl")
include("verbs.jl")
include("others.jl")
include("user_kernels.jl")

end

using .Binding: RavelError, Context, Descriptor, Kernel, version, dtype, context, with_context, set_casting!,
    set_threads!, events, clear_events!, trim, require, describe, kernel, find, isa_of, names, apply, apply!, reduce,
    reduce!, accumulate, accumulate!, diff, diff!, vecdot, vecdot!, min_max, min_max!, mean_var,
    mean_var!,
    bincount, bincount!, histogram, histogram!

# The library is asked for its kernels when this package is compiled, and again for their handles whenever it is loaded.
include_dependency(Binding.open_library())
Binding.define_kernels(@__MODULE__)

function __init__()
    Binding.open_library()
    Binding.find_handles()
end

end
