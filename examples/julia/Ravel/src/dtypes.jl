# dtypes.jl: Julia's element types and ravel's numbers for them.

const NUMBERS = Dict{DataType,Int32}(
    Bool => 1, Int8 => 2, Int16 => 3, Int32 => 4, Int64 => 5, UInt8 => 6, UInt16 => 7, UInt32 => 8, UInt64 => 9,
    Float16 => 10, Float32 => 12, Float64 => 13, ComplexF32 => 14, ComplexF64 => 15)
const TYPES = Dict{Int32,DataType}(number => type for (type, number) in NUMBERS)

# Numbers of these types promote like literals: only their kind counts.
const Weak = Union{Bool,Int64,Float64,ComplexF64}

"Ravel's number of an element type, which may also be a C name (\"unsigned long\"), read as the library was compiled."
function dtype(T::Type)
    number = get(NUMBERS, T, Int32(0))
    number == 0 && throw(ArgumentError("ravel has no element type $T"))
    return number
end
function dtype(name::AbstractString)
    number, swapped, here = Ref{Int32}(0), Ref{Int32}(0), context()
    check(here, ravel_dtype_parse(here, name, number, swapped))
    swapped[] == 0 || throw(ArgumentError("\"$name\" is not in the byte order of this machine"))
    return number[]
end

"The Julia type of a dtype number."
function type_of(number::Integer)
    haskey(TYPES, number) || throw(ArgumentError("Julia has no element type for ravel's dtype $number"))
    return TYPES[number]
end
