# layouts.jl: arrays of every layout and type are handed over as they are, and give what Julia gives.

const TYPES = (Bool, Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float16, Float32, Float64, ComplexF32,
    ComplexF64)

numbers(T, n...) = reshape(T[T == Bool ? isodd(i) : T(i) for i in 1:prod(n)], n...)

same(a, b) = typeof(a) == typeof(b) && isequal(a, b)

@testset "types" for T in TYPES
    a = numbers(T, 3, 4)
    @test same(Ravel.copy(a), a)
    @test same(Ravel.add(a, a), T == Bool ? a : a .+ a)
    @test Ravel.dtype(T) == Ravel.dtype(string(T == Bool ? "bool" : T == ComplexF32 ? "complex64" :
        T == ComplexF64 ? "complex128" : lowercase(string(T))))
end

@testset "layouts" begin
    a = numbers(Float64, 6, 8)
    cube = numbers(Int32, 3, 4, 5)
    layouts = Any[
        a, a', transpose(a), view(a, :, 3), view(a, 2, :), view(a, 2:5, 3:2:7), view(a, 6:-1:1, 8:-2:1),
        view(a', 1:2, 6:-2:2), transpose(view(a, 2:3, :)), view(a, 7:20), view(a, 3:3, :), view(a, 4, 5), view(a, 4:3, :),
        PermutedDimsArray(cube, (3, 1, 2)), view(PermutedDimsArray(cube, (2, 3, 1)), 4:-1:2, :, 2), reshape(a, 4, 12),
        reshape(view(a, :, 2:3), 3, 4), reshape(view(cube, :, :, 2), 12), view(cube, :, 2, :),
        reinterpret(ComplexF64, a), reinterpret(Float32, a), reinterpret(Int64, view(a, 1:2:5, :)),
        reinterpret(UInt8, view(cube, :, 1:2, 3)), reinterpret(ComplexF64, view(a, 1:4, 2:3:8)), a[:, 1]',
        transpose(ComplexF64[1, 2im, 3]), view(numbers(Float32, 5)', :, 5:-1:1), fill(7), view(fill(2.5)),
        zeros(0, 3), zeros(3, 0)', codeunits("ravel"), view(codeunits("strides"), 7:-2:1), cube[:, :, 1]'[:, 2:-1:1],
    ]
    @testset "$(typeof(layout))" for layout in layouts
        expected = ndims(layout) == 0 ? layout[] : Array(layout)
        @test same(Ravel.copy(layout), expected)
        isreal(expected) && eltype(layout) != UInt8 && @test Ravel.sum(layout) == Base.sum(expected)
        # As an output, with the rest of its parent untouched.
        if !(parent(layout) isa Base.CodeUnits) && !(layout isa Base.CodeUnits) && ndims(layout) > 0
            Ravel.copy!(layout, expected)
            @test Array(layout) == expected
        end
    end
    @test a == numbers(Float64, 6, 8)
    @test cube == numbers(Int32, 3, 4, 5)
end

@testset "nothing is copied" begin
    a = zeros(4, 6)
    Ravel.full!(view(a, 4:-2:1, 2:3:6), 1)
    @test findall(!iszero, a) == [CartesianIndex(2, 2), CartesianIndex(4, 2), CartesianIndex(2, 5), CartesianIndex(4, 5)]
    Ravel.copy!(transpose(view(a, 1:2, :)), reshape(1.0:12.0, 6, 2) |> collect)
    @test a[1, :] == 1:6 && a[2, :] == 7:12
    flat = zeros(Float32, 6)
    Ravel.full!(view(reinterpret(ComplexF32, flat), 2:2), 3 + 4im; casting = :same_kind)
    @test flat == [0, 0, 3, 4, 0, 0]
    @test occursin("float64", Ravel.describe(a'))
end

@testset "refused layouts" begin
    a = numbers(Float64, 4, 4)
    for bad in (trues(3), 1:3, view(a, [1, 3], :), (1im * a)', Diagonal(a), Any[1, 2], ["text"], reshape(view(a, 1:2, :), 8),
        reinterpret(Float32, view(a, 1:2:3, :)))
        @test_throws ArgumentError Ravel.copy(bad)
    end
    @test_throws ArgumentError Ravel.copy("text")
    @test_throws ArgumentError Ravel.copy(big(1))
end
