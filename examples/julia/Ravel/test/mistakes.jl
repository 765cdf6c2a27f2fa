# mistakes.jl: each mistake is an error of its own, with ravel's sentence, and writes nothing.

function status_of(f)
    try
        f()
    catch error
        error isa Ravel.RavelError || rethrow()
        @test !isempty(error.message) && error.code > 0 && !startswith(error.message, "ravel_")
        @test occursin(error.message, sprint(showerror, error))
        return error.status
    end
    return :none
end

@testset "mistakes" begin
    a, out = numbers(Float64, 2, 3), zeros(2, 3)
    @test status_of(() -> Ravel.add(a, zeros(3))) == :shape_mismatch
    @test status_of(() -> Ravel.add!(zeros(3, 2), a, a)) == :shape_mismatch
    @test status_of(() -> Ravel.add!(zeros(Float32, 2, 3), a, a)) == :casting_forbidden
    @test status_of(() -> Ravel.add(Int64[1], UInt64[1])) == :no_common_dtype
    @test status_of(() -> Ravel.add(UInt8[1], 300)) == :value_out_of_range
    @test status_of(() -> Ravel.subtract([true], [true])) == :no_loop
    @test status_of(() -> Ravel.add(a)) == :wrong_arity
    @test status_of(() -> Ravel.sum(a; dims = 3)) == :invalid_axis
    @test status_of(() -> Ravel.sum(a; dims = (1, 1))) == :duplicate_axis
    @test status_of(() -> Ravel.max(Float64[])) == :empty_reduction
    @test status_of(() -> Ravel.max([1.0]; mask = [true])) in (:no_identity, :none)
    @test status_of(() -> Ravel.add!(out, a, a; mask = [1, 0])) == :dtype_mismatch
    @test status_of(() -> Ravel.find("ad")) == :unknown_kernel
    @test status_of(() -> Ravel.reduce(Ravel.sin, a)) == :wrong_verb
    @test status_of(() -> Ravel.dtype("long double")) == :invalid_dtype
    @test status_of(() -> Ravel.Context(; isa = "abacus")) == :unknown_isa
    @test status_of(() -> Ravel.Context(; threads = 0)) == :invalid_argument
    overlapping = zeros(Int64, 4)
    @test status_of(() -> Ravel.apply!(divided, (view(overlapping, 1:3), view(overlapping, 2:4)), [1, 2, 3], 1)) ==
        :overlap
    @test status_of(() -> Ravel.add!(Ravel.Descriptor(out; writeable = false), a, a)) == :read_only
    @test status_of(() -> Ravel.full!(codeunits("constant"), 1)) == :read_only
    @test status_of(() -> Ravel.Descriptor(zeros(10), Float64, (3, 4))) == :out_of_bounds
    @test status_of(() -> Ravel.Descriptor(zeros(10), Float64, (10,); strides = (-8,))) == :out_of_bounds
    @test out == zeros(2, 3)
    @test_throws ArgumentError Ravel.sum(a; dims = 0)
    @test_throws ArgumentError Ravel.cumulative_sum(a)
    @test_throws ArgumentError Ravel.copy(a; casting = :hopeful)
end

@testset "messages" begin
    message_of(f) =
        try
            f()
        catch error
            @test error isa Union{Ravel.RavelError,ArgumentError,ErrorException}
            sprint(showerror, error)
        end
    a, both = zeros(2, 3), Ravel.kernel((x, y) -> x + y, (Float64, Float64) => Float64; name = "both")
    # They begin with what was called.
    for (text, call) in (
        "shape_mismatch): Ravel.add: input 1 has shape" => () -> Ravel.add(a, zeros(4)),
        "): Ravel.negative: output 0 has shape" => () -> Ravel.negative!(zeros(3), a),
        "): Ravel.sum: axis 2 is outside" => () -> Ravel.sum(a; dims = 3),
        "): Ravel.sum: axis 2 is outside" => () -> Ravel.sum!(zeros(2), a; dims = 3),
        "): Ravel.cumulative_sum: axis 4 is outside" => () -> Ravel.cumulative_sum(a; dims = 5),
        "): Ravel.reduce: axis 4 is outside" => () -> Ravel.reduce(Ravel.add, a; dims = 5),
        "): Ravel.accumulate: axis 4 is outside" => () -> Ravel.accumulate(both, a; dims = 5),
        "): both: input 1 has shape" => () -> both(a, zeros(4)),
        "): Ravel.require: the array has dtype float64, but" => () -> Ravel.require(a, "int"),
        "): Ravel.find: no built-in kernel is named \"arctan2\"; near it are: atan2" => () -> Ravel.find("arctan2"),
        "order must be one of any, C, F, got A" => () -> Ravel.require(a, "double"; order = :A),
        "`Float64.(a)`" => () -> Ravel.add(Any[1, 2], 1),
        "`Float64.(a)`" => () -> Ravel.add(Real[1, 2], 1),
        "`Float64.(a)`" => () -> Ravel.add(1, view(BigFloat[1, 2], 1:2)),
    )
        @test occursin(text, message_of(call))
    end
    withenv("RAVEL_LIBRARY" => "/nowhere/libravel.so.0") do
        text = message_of(Ravel.Binding.load_library)
        @test occursin("RAVEL_LIBRARY names /nowhere/libravel.so.0, which cannot be loaded", text)
    end
    error = try
        Ravel.add(zeros(2, 3), zeros(4))
    catch error
        error
    end
    @test error isa Ravel.RavelError && error.code == 17
end

@testset "what a C function was written for" begin
    a = numbers(Int64, 2, 3)
    @test Ravel.require(a, "long"; ndims = 2, order = :F, writeable = true) == pointer(a)
    @test Ravel.require(a, Int64) isa Ptr{Int64}
    @test status_of(() -> Ravel.require(a, "int")) == :dtype_mismatch
    @test status_of(() -> Ravel.require(a, Cint)) == :dtype_mismatch
    @test status_of(() -> Ravel.require(a, Int64; ndims = 1)) == :invalid_ndim
    @test status_of(() -> Ravel.require(a, Int64; order = :C)) == :not_contiguous
    @test status_of(() -> Ravel.require(a', Int64; order = :F)) == :not_contiguous
    @test Ravel.require(a', Int64; order = :C) == pointer(a)
    @test status_of(() -> Ravel.require(codeunits("x"), UInt8; writeable = true)) == :read_only
    swapped = Ravel.Descriptor(a, Int64, (2, 3); swapped = true)
    @test status_of(() -> Ravel.require(swapped, Int64)) == :swapped_bytes
    @test Ravel.copy(swapped) == bswap.(a)
end
