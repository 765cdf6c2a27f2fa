# user_kernels.jl: a Julia function of numbers becomes a kernel, and so a function of whole arrays.

const REORDERABLE = UInt64(1)

"A user's function with the types of its numbers; mutable, as it needs an address."
mutable struct Loop{F,I<:Tuple,O<:Tuple}
    f::F
end

@generated function typed(addresses::Ptr{Handle}, ::Type{T}) where {T<:Tuple}
    return :(tuple($((:(convert(Ptr{$type}, unsafe_load(addresses, $i))) for (i, type) in enumerate(T.parameters))...)))
end

store(outs::Tuple{Ptr}, value, i) = unsafe_store!(outs[1], value, i)
function store(outs::NTuple{N,Ptr}, values::NTuple{N,Any}, i) where {N}
    foreach((out, value) -> unsafe_store!(out, value, i), outs, values)
end
store(outs::Tuple, values, i) = throw(ArgumentError(
    "the function of a kernel of $(length(outs)) outputs must give a tuple of as many, got $values"))

# What the library calls, block by block. No exception may leave it.
function run_loop(n::Csize_t, inputs::Ptr{Handle}, outputs::Ptr{Handle}, loop::Loop{F,I,O})::Int32 where {F,I,O}
    try
        ins, outs = typed(inputs, I), typed(outputs, O)
        for i in 1:Int(n)
            store(outs, loop.f(map(address -> unsafe_load(address, i), ins)...), i)
        end
        return 0
    catch failure
        task_local_storage(:ravel_failure, failure) # of the task that called
        return 1
    end
end

loop_pointer(::L) where {L<:Loop} = @cfunction(run_loop, Int32, (Csize_t, Ptr{Handle}, Ptr{Handle}, Ref{L}))

function rethrow_failure()
    haskey(task_local_storage(), :ravel_failure) && throw(pop!(task_local_storage(), :ravel_failure))
end

tuple_type(T::Type) = Tuple{T}
tuple_type(types::Tuple) = Tuple{types...}

"""
    kernel(f, (Float64, Float64) => Float64; name, reorderable = false, identity = nothing)

Makes a kernel of a function of numbers: a function of whole arrays, of any layout, checked and broadcast. Several outputs
are a tuple of types, and `f` gives a tuple. Inputs of other types are cast where the
context's casting rule lets them.

`reorderable`: f(f(a, b), c) may be computed as f(a, f(b, c)), so that `reduce` takes ravel's fixed tree; else it goes from
the left. `identity`: the value of a reduction of nothing. `f` runs on the calling thread; an exception of it stops the
call and is thrown again from there.

    both = Ravel.kernel((x, y) -> x * x + y * y, (Float64, Float64) => Float64)
    both(a, b); Ravel.apply!(both, out, a, b); Ravel.reduce(both, a; dims = 1)
"""
function kernel(f, types::Pair; name::AbstractString = string(f), reorderable::Bool = false, identity = nothing)
    inputs, outputs = tuple_type(types.first), tuple_type(types.second)
    dtypes = Int32[dtype(type) for type in (inputs.parameters..., outputs.parameters...)]
    loop = Loop{typeof(f),inputs,outputs}(f)
    here, handle = context(), Ref{Handle}(C_NULL)
    n_in, n_out = length(inputs.parameters), length(outputs.parameters)
    with_operands(identity) do (start,)
        check(here, ravel_kernel_create(here, first(name, 63), n_in, n_out, 1, dtypes, Ref(loop_pointer(loop)),
            pointer_from_objref(loop), C_NULL, reorderable ? REORDERABLE : UInt64(0), start, handle))
    end
    verbs = VERB_APPLY | (n_in == 2 && n_out == 1 ? VERB_REDUCE | VERB_ACCUMULATE : 0)
    takes = verbs & VERB_REDUCE != 0 ? TAKES_WHERE | TAKES_INITIAL : 0
    made = Kernel(name, handle[], n_in, n_out, verbs, takes, loop)
    finalizer(k -> (ravel_kernel_destroy(k); nothing), made)
    return made
end
