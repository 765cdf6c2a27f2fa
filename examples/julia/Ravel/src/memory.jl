# memory.jl: where the elements of a Julia array lie: the array that owns them, its bytes, and strides into them.

struct Memory
    root::Any # keeps the bytes alive
    start::Handle
    nbytes::Int
    offset::Int # of the element with the first index of every dimension
    element::Any
    shape::Vector{Int64}
    strides::Vector{Int64} # in bytes
    writeable::Bool
end

change(m::Memory; offset = m.offset, element = m.element, shape = m.shape, strides = m.strides) =
    Memory(m.root, m.start, m.nbytes, offset, element, shape, strides, m.writeable)

lengths(a) = Int64[size(a)...]

"The strides, in bytes, of elements that follow each other, the first dimension fastest."
function dense_strides(element_size, shape)
    strides = similar(shape)
    step = Int64(element_size)
    for i in eachindex(shape)
        strides[i] = step
        step *= max(shape[i], 1)
    end
    return strides
end

# Whether a dimension of length 1 or an empty array makes the stride a matter of no importance.
is_dense(m::Memory) = any(iszero, m.shape) ||
    all(m.shape[i] == 1 || m.strides[i] == s for (i, s) in enumerate(dense_strides(sizeof(m.element), m.shape)))

no_memory(a, why) = throw(ArgumentError("a $(typeof(a)) cannot be handed over as it is: $why; `Array` copies it"))

no_numbers(a) = throw(ArgumentError("a $(typeof(a)) cannot be handed over: its elements are not numbers of one plain " *
    "type; `Float64.(a)`, or another type of ravel's, makes an array of such"))

memory(a) = no_memory(a, "it has no memory with one stride per dimension")
memory(a::BitArray) = no_memory(a, "it packs eight elements in a byte")
memory(a::Adjoint{<:Complex}) = no_memory(a, "its elements are conjugated when they are read")

function memory(a::DenseArray{T}) where {T}
    isbitstype(T) || no_numbers(a)
    shape = lengths(a)
    return Memory(a, convert(Handle, pointer(a)), sizeof(T) * length(a), 0, T, shape, dense_strides(sizeof(T), shape),
        !(a isa Base.CodeUnits))
end

function reorder(m::Memory, order)
    return change(m; shape = m.shape[order], strides = m.strides[order])
end

function memory(a::Union{Adjoint,Transpose})
    m = memory(parent(a))
    ndims(parent(a)) == 2 && return reorder(m, [2, 1])
    return change(m; shape = [1; m.shape], strides = [0; m.strides]) # a vector becomes a row
end

memory(a::PermutedDimsArray{T,N,order}) where {T,N,order} = reorder(memory(parent(a)), collect(order))

function memory(a::SubArray)
    m = memory(parent(a))
    offset, shape, strides = m.offset, Int64[], Int64[]
    for (index, axis, stride) in zip(parentindices(a), axes(parent(a)), m.strides)
        if index isa Integer
            offset += (index - first(axis)) * stride
        elseif index isa AbstractRange{<:Integer}
            isempty(index) || (offset += (first(index) - first(axis)) * stride)
            push!(shape, length(index))
            push!(strides, step(index) * stride)
        else
            no_memory(a, "its indices are not a range")
        end
    end
    any(iszero, shape) && (offset = 0)
    return change(m; offset = offset, shape = shape, strides = strides)
end

function memory(a::Base.ReshapedArray)
    m = memory(parent(a))
    is_dense(m) || no_memory(a, "its parent is not contiguous")
    return change(m; shape = lengths(a), strides = dense_strides(sizeof(m.element), lengths(a)))
end

function memory(a::Base.ReinterpretArray{T}) where {T}
    m = memory(parent(a))
    isbitstype(T) || no_memory(a, "its elements are not plain bytes")
    sizeof(T) == sizeof(m.element) && return change(m; element = T, shape = lengths(a))
    is_dense(m) && return change(m; element = T, shape = lengths(a), strides = dense_strides(sizeof(T), lengths(a)))
    ndims(a) == ndims(parent(a)) && m.strides[1] == sizeof(m.element) ||
        no_memory(a, "the first dimension of its parent is not contiguous")
    return change(m; element = T, shape = lengths(a), strides = [Int64(sizeof(T)); m.strides[2:end]])
end
