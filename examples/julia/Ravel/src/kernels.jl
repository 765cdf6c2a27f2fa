# kernels.jl: kernels, and a Julia function for each that the library has.

const VERB_APPLY, VERB_REDUCE, VERB_ACCUMULATE = 1, 2, 4
const TAKES_WHERE, TAKES_INITIAL, TAKES_CORRECTION = 1, 2, 4

"""
What to compute: one of the library's functions (`Ravel.add`), or one made by `Ravel.kernel`. Calling it does what it is
for: `Ravel.apply`, `Ravel.reduce` or `Ravel.accumulate`.
"""
mutable struct Kernel
    name::String
    handle::Handle
    n_in::Int
    n_out::Int
    verbs::Int
    takes::Int # what reduce takes besides: TAKES_*
    loop::Any # the user's
end

Base.deepcopy_internal(kernel::Kernel, ::IdDict) = kernel

"The same, into outputs that are given first: `Ravel.add!`."
struct Into
    kernel::Kernel
end

Base.cconvert(::Type{Handle}, k::Kernel) = k
Base.unsafe_convert(::Type{Handle}, k::Kernel) = k.handle
Base.show(io::IO, k::Kernel) = print(io, "Ravel.", k.name)
Base.show(io::IO, into::Into) = print(io, "Ravel.", into.kernel.name, "!")

# The library's kernels by name. What a precompiled package keeps of a handle is void, so each load finds them again.
const BUILT_IN = Dict{String,Kernel}()

function describe_kernel(handle::Handle)
    name = text_of((buffer, size, needed) -> ravel_kernel_name(handle, buffer, size, needed))
    n_in, n_out, verbs, takes = Ref{Int32}(0), Ref{Int32}(0), Ref{Int32}(0), Ref{Int32}(0)
    check(nothing, ravel_kernel_arity(handle, n_in, n_out))
    check(nothing, ravel_kernel_verbs(handle, verbs))
    check(nothing, ravel_kernel_takes(handle, takes))
    return Kernel(name, handle, n_in[], n_out[], verbs[], takes[], nothing)
end

function built_in_handles()
    count = Ref{Int32}(0)
    check(nothing, ravel_kernel_count(count))
    return map(0:count[]-1) do index
        handle = Ref{Handle}(C_NULL)
        check(nothing, ravel_kernel_at(C_NULL, index, handle))
        handle[]
    end
end

function find_handles()
    for kernel in values(BUILT_IN)
        kernel.handle = C_NULL # the library of today may not have all
    end
    for handle in built_in_handles()
        kernel = describe_kernel(handle)
        known = get!(BUILT_IN, kernel.name, kernel)
        known.handle = handle
    end
end

const OPERAND_NAMES = Dict("where" => "condition, x, y", "clip" => "x, lower, upper", "atan2" => "y, x",
    "isclose" => "x, y, rtol, atol, equal_nan", "nan_to_num" => "x, nan, posinf, neginf")

# What Julia's users would take for something else.
const NOTES = Dict(name => "\nThe index counts from 0, along `dims`, and over all dimensions in C order: that of the last dimension fastest.\n`init` is the index where no element counts; without it that is an error, and so is a mask.\n"
                   for name in ("argmax", "argmin"))

"The keywords of a reduction: those that the library says it takes."
function keywords_of(k::Kernel)
    taken = ((TAKES_CORRECTION, "correction = 0"), (TAKES_WHERE, "mask"), (TAKES_INITIAL, "init"))
    return join(["dims = :"; [word for (bit, word) in taken if k.takes & bit != 0]; "casting"], ", ")
end

function doc_of(k::Kernel)
    summary = text_of((buffer, size, needed) -> ravel_kernel_summary(k, buffer, size, needed))
    inputs = get(OPERAND_NAMES, k.name, k.n_in == 1 ? "x" : k.n_in == 2 ? "x, y" : join("x" .* string.(1:k.n_in), ", "))
    options, more = k.verbs & VERB_APPLY != 0 ? ("casting", "mask, casting") :
        k.verbs & VERB_REDUCE != 0 ? (keywords_of(k), keywords_of(k)) :
        ("dims, casting", "dims, casting")
    outs = k.n_out == 1 ? "out" : "(" * join("out" .* string.(1:k.n_out), ", ") * ")"
    return "    Ravel.$(k.name)($inputs; $options)\n    Ravel.$(k.name)!($outs, $inputs; $more)\n\n$summary\n" * get(NOTES, k.name, "")
end

"Defines a function for each of the library's kernels in `target`: `add` and `add!`, with what the library says of them."
function define_kernels(target::Module)
    for handle in built_in_handles()
        kernel = describe_kernel(handle)
        BUILT_IN[kernel.name] = kernel
        for (name, value) in ((kernel.name, kernel), (kernel.name * "!", Into(kernel)))
            Core.eval(target, :(const $(Symbol(name)) = $value))
            Core.eval(target, :(Core.@doc $(doc_of(kernel)) $(Symbol(name))))
        end
    end
end

"The names of the library's kernels."
names() = sort!(collect(keys(BUILT_IN)))

"`find(name)`: the library's kernel of this name; the error for an unknown one gives the nearest names."
function find(name::AbstractString)
    here, handle = context(), Ref{Handle}(C_NULL)
    check(here, ravel_kernel_find(here, name, handle))
    return get!(() -> describe_kernel(handle[]), BUILT_IN, name)
end

"The instruction set that this task's context would run a kernel with."
function isa_of(k::Kernel)
    here, text = context(), Ref{Ptr{UInt8}}(C_NULL)
    check(here, ravel_kernel_isa(here, k, text))
    return unsafe_string(text[])
end
