# descriptor.jl: descriptions of arrays: made once and kept, or for one call.

const WRITEABLE, SWAPPED, WEAK = UInt64(1), UInt64(2), UInt64(8)

function create(m::Memory, dtype, flags)
    here, handle = context(), Ref{Handle}(C_NULL)
    GC.@preserve m check(here, ravel_array_create(here, m.start, m.nbytes, m.offset, dtype, length(m.shape), m.shape,
        m.strides, flags, handle))
    return handle[]
end

"""
    Descriptor(a; writeable = true)
    Descriptor(buffer, dtype, shape; strides, offset = 0, writeable = true, swapped = false)

A description that is made once and used in many calls, which saves the time of describing the array in each. The second
form claims that the bytes of `buffer` hold elements of `dtype` (a type or a C name) in this shape; `strides` and `offset`
are in bytes. What does not fit is an error. The array stays alive as long as the description; its length must not change.
"""
mutable struct Descriptor
    handle::Handle
    ndims::Int
    owner::Any
    function Descriptor(handle::Handle, n::Integer, owner)
        made = new(handle, n, owner)
        finalizer(destroy, made)
        return made
    end
end

function Descriptor(a::AbstractArray; writeable::Bool = true)
    m = memory(a)
    return Descriptor(create(m, dtype(m.element), writeable && m.writeable ? WRITEABLE : UInt64(0)), ndims(a), m.root)
end

function Descriptor(buffer::DenseArray, element, shape::Dims; strides = nothing, offset::Integer = 0,
    writeable::Bool = true, swapped::Bool = false)
    m, number = memory(buffer), dtype(element)
    steps = strides === nothing ? dense_strides(sizeof(type_of(number)), Int64[shape...]) : Int64[strides...]
    length(steps) == length(shape) || throw(ArgumentError("$(length(steps)) strides for $(length(shape)) dimensions"))
    flags = (writeable && m.writeable ? WRITEABLE : UInt64(0)) | (swapped ? SWAPPED : UInt64(0))
    claimed = Memory(m.root, m.start, m.nbytes, offset, m.element, Int64[shape...], steps, m.writeable)
    return Descriptor(create(claimed, number, flags), length(shape), m.root)
end

Base.deepcopy_internal(::Descriptor, ::IdDict) = throw(ArgumentError(
    "a Ravel.Descriptor describes memory of another object: copy that, and describe the copy"))

function destroy(d::Descriptor)
    ravel_array_destroy(d)
    return nothing
end

Base.ndims(d::Descriptor) = d.ndims

"What ravel knows of an array: a line for people."
describe(d::Descriptor) = text_of((buffer, size, needed) -> ravel_array_describe(d, buffer, size, needed))
describe(a) = describe(Descriptor(a))
Base.show(io::IO, d::Descriptor) = print(io, "Ravel.Descriptor: ", describe(d))

# ---- the operands of one call --------------------------------------------------------------------------------------

"A handle and what it describes. `ccall` keeps the operand, and so the array, alive; a temporary one ends with the call."
struct Operand
    handle::Handle
    owner::Any
    ndims::Int
    temporary::Bool
end

const NO_OPERAND = Operand(C_NULL, nothing, 0, false)

operand(::Nothing) = NO_OPERAND
operand(o::Operand) = o
operand(d::Descriptor) = Operand(d.handle, d, d.ndims, false)

function operand(a::AbstractArray)
    m = memory(a)
    return Operand(create(m, dtype(m.element), m.writeable ? WRITEABLE : UInt64(0)), m.root, ndims(a), true)
end

function operand(x::Number)
    here, handle, value = context(), Ref{Handle}(C_NULL), Ref(x)
    number, flags = dtype(typeof(x)), x isa Weak ? WEAK : UInt64(0)
    GC.@preserve value check(here, ravel_array_create_scalar(here, number, pointer_of(value), flags, handle))
    return Operand(handle[], nothing, 0, true)
end
operand(x::AbstractIrrational) = operand(Float64(x))
operand(x::Complex{<:Integer}) = operand(ComplexF64(x))
operand(x) = throw(ArgumentError("ravel takes arrays and numbers, not a $(typeof(x))"))

pointer_of(value::Base.RefValue) = convert(Handle, pointer_from_objref(value))

"The operand with dimensions of length 1 after its own, so that shapes line up from the first dimension."
function padded(o::Operand, n)
    (o.handle == C_NULL || o.ndims == 0 || o.ndims >= n) && return o
    here, handle, axes = context(), Ref{Handle}(C_NULL), Int32[o.ndims:n-1;]
    check(here, ravel_array_expand_dims(here, o, length(axes), axes, handle))
    release(o)
    return Operand(handle[], o.owner, n, true)
end

release(o::Operand) = o.temporary && ravel_array_destroy(o)

"A list of operands, whose handles lie side by side."
struct Operands
    handles::Vector{Handle}
    list::Vector{Operand}
end
Operands(list) = Operands(Handle[o.handle for o in list], list)

Base.cconvert(::Type{Handle}, d::Union{Descriptor,Operand}) = d
Base.unsafe_convert(::Type{Handle}, d::Union{Descriptor,Operand}) = d.handle
Base.cconvert(::Type{Ptr{Handle}}, o::Operands) = o
Base.unsafe_convert(::Type{Ptr{Handle}}, o::Operands) = pointer(o.handles)

"`with_operands(f, values...)` calls `f` with an operand for each value, and ends the temporary ones."
function with_operands(f, values...; lined_up = length(values))
    list = Operand[]
    try
        for value in values
            push!(list, operand(value))
        end
        n = maximum(o.ndims for o in list)
        for i in 1:lined_up
            list[i] = padded(list[i], n)
        end
        return f(list)
    finally
        foreach(release, list)
    end
end

const ORDERS = (any = UInt64(0), C = UInt64(32), F = UInt64(64))

"""
    require(a, T; ndims = nothing, order = :any, writeable = false)

A pointer to the first element, only if the array is what a C function was written for: elements of `T` (a type or a C
name such as "int"), so many dimensions, contiguous memory (`:F` as in Julia, `:C` for the last dimension fastest, `:any`:
the function must honour strides). What differs is an error. Keep `a` alive (`GC.@preserve`) while the pointer is used.
"""
function require(a, T; ndims = nothing, order::Symbol = :any, writeable::Bool = false)
    haskey(ORDERS, order) || throw(ArgumentError("order must be one of $(join(keys(ORDERS), ", ")), got $order"))
    number, here, data = dtype(T), context(), Ref{Handle}(C_NULL)
    flags = ORDERS[order] | (writeable ? WRITEABLE : UInt64(0))
    with_operands(a) do (o,)
        check(here, ravel_array_require(here, o, number, ndims === nothing ? -1 : ndims, flags, data))
    end
    return convert(Ptr{type_of(number)}, data[])
end
