# calls.jl: the verbs, their options, and broadcasting.

@testset "functions of the library" begin
    @test length(Ravel.names()) >= 38
    for name in Ravel.names()
        @test getfield(Ravel, Symbol(name)) isa Ravel.Kernel
        @test length(string(Base.Docs.doc(Base.Docs.Binding(Ravel, Symbol(name))))) > 60
    end
    @test occursin("wrap", string(@doc Ravel.add!))
    @test Ravel.find("add") === Ravel.add
    @test Ravel.version() >= v"0.1.0"
    @test !isempty(Ravel.isa_of(Ravel.add))
    @test string(Ravel.add) == "Ravel.add" && string(Ravel.add!) == "Ravel.add!"
end

@testset "broadcasting lines up the first dimensions" begin
    a, column, row = numbers(Float64, 3, 4), [10.0, 20, 30], [1.0 2 3 4]
    @test Ravel.add(a, column) == a .+ column
    @test Ravel.add(row, column) == row .+ column
    @test Ravel.add(numbers(Int64, 3, 1, 2), column) == numbers(Int64, 3, 1, 2) .+ column
    @test Ravel.add(a, fill(1.0)) == a .+ 1
    kept = Ravel.Descriptor(column)
    @test Ravel.add(a, kept) == a .+ column
    @test Ravel.where(Array(column .> 15), a, 0) == ifelse.(column .> 15, a, 0)
    @test Ravel.clip(a, 2, 5) == clamp.(a, 2, 5)
end

@testset "plain numbers promote like literals" begin
    @test same(Ravel.add(Float32[1, 2], 1), Float32[2, 3])
    @test same(Ravel.add(Float32[1, 2], 0.5), Float32[1.5, 2.5])
    @test same(Ravel.add(UInt8[1, 2], 1), UInt8[2, 3])
    @test same(Ravel.add(Int8[1, 2], 0.5), [1.5, 2.5])
    @test same(Ravel.add(Float32[1], Float32(1)), Float32[2])
    @test same(Ravel.add(Int8[1], Int16(1)), Int16[2])
    @test same(Ravel.multiply([1.0], π), [1.0 * π])
    @test same(Ravel.add(1, 2), 3)
    @test same(Ravel.sqrt(2.0), Base.sqrt(2.0))
end

@testset "outputs" begin
    a, out = numbers(Float64, 2, 3), zeros(2, 3)
    @test Ravel.add!(out, a, a) === out
    @test out == 2a
    Ravel.add!(a, a, 1)
    @test a == numbers(Float64, 2, 3) .+ 1
    overlapping = Base.collect(1.0:6.0)
    Ravel.add!(view(overlapping, 2:6), view(overlapping, 1:5), 0)
    @test overlapping == [1, 1, 2, 3, 4, 5]
    masked = zeros(4)
    Ravel.full!(masked, 5; mask = [true, false, true, false])
    @test masked == [5, 0, 5, 0]
    small = zeros(UInt8, 3)
    Ravel.copy!(small, [1.9, 300, -4]; casting = :unsafe)
    @test small == [1, 255, 0]
end

@testset "several outputs, and inputs of their own dtypes" begin
    x = [-2.5, 0.0, 6.0]
    fraction, exponent = Ravel.frexp(x)
    @test same(fraction, [-0.625, 0.0, 0.75])
    @test same(exponent, Int32[2, 0, 3])
    rest, whole = zeros(3), zeros(3)
    Ravel.modf!((rest, whole), x)
    @test (rest, whole) == ([-0.5, 0.0, 0.0], [-2.0, 0.0, 6.0])
    @test Ravel.isclose(Float32[1, 2], Float32[1, 3], 1e-5, 1e-8, false) == [true, false]
    @test same(Ravel.ldexp(Float32[1, 2], [1, -1]), Float32[2, 1])
end

@testset "reductions" begin
    a = numbers(Float64, 3, 4, 5)
    @test same(Ravel.sum(a), Base.sum(a))
    @test same(Ravel.max(a; dims = 2), maximum(a; dims = 2))
    @test same(Ravel.sum(a; dims = (1, 3)), Base.sum(a; dims = (1, 3)))
    @test same(Ravel.sum(a; dims = [3]), Base.sum(a; dims = 3))
    @test same(Ravel.sum(a; dims = ()), a)
    @test same(Ravel.sum(Int8[100, 100]), Int64(200))
    @test same(Ravel.exact_sum([1e308, 1, 1e308, -1e308, -1e308]), 1.0)
    @test same(Ravel.mean(Int32[1, 2]), 1.5)
    @test same(Ravel.norm2(Float32[3, 4]), 5.0f0)
    @test Ravel.logsumexp([1000.0, 1000, -Inf]) ≈ 1000 + log(2)
    @test same(Ravel.norm1(ComplexF64[3 + 4im, 1]), 6.0)
    @test same(Ravel.norm_inf(Int8[-128, 3]), 128.0)
    @test same(Ravel.nanmean([1, NaN, 4]), 2.5)
    @test same(Ravel.nanvar([1, NaN, 4]), 2.25)
    @test same(Ravel.nanstd([1, NaN, 4, 4]; mask = [true, true, true, false]), 1.5)
    @test same(Ravel.nanmax(Float32[NaN, 2, -1]), 2.0f0)
    @test same(Ravel.count_nonzero([0.0, -0.0, NaN, 2]), Int64(2))
    @test same(Ravel.var(Int32[1, 2, 3, 4]), 1.25)
    @test same(Ravel.std([1.0, 3]; correction = 1), sqrt(2.0))
    @test_throws ArgumentError Ravel.std([1.0, 3]; init = 1) # it takes no first value
    @test same(only(Ravel.var!([0.0], [1.0 3.0]; dims = 2, correction = 1)), 2.0)
    @test_throws ArgumentError Ravel.sum([1.0, 3]; correction = 1)
    @test_throws ArgumentError Ravel.var([1.0, 3]; init = 1, correction = 1)
    @test occursin("counts from 0", string(@doc Ravel.argmax))
    @test occursin("correction = 0, mask, casting", string(@doc Ravel.var))
    @test occursin("`init` is the index where no element counts", string(@doc Ravel.argmin))
    @test !occursin("init", string(@doc Ravel.exact_sum))
    @test same(Ravel.argmax([1.0, 3, 3]; mask = [true, false, true], init = -1), Int64(2))
    @test same(Ravel.argmax([1.0, 3, 3]; mask = [false, false, false], init = -1), Int64(-1))
    @test_throws Ravel.RavelError Ravel.argmax([1.0, 3, 3]; mask = [true, false, true])
    @test same(Ravel.exact_sum([1.0, 1e100, 3]; mask = [true, false, true]), 4.0)
    @test same(Ravel.argmax([1.0, 3, 3]), Int64(1)) # counted from 0
    @test same(Ravel.ptp(Int8[-100, 100, 3]), Int8(-56)) # wraps
    @test_throws Ravel.RavelError Ravel.ptp([true, false])
    @test same(Ravel.argmin(Int8[1, 3, -3]), Int64(2))
    @test same(Ravel.any([false, true]), true)
    @test Ravel.sum([1.0, 2, 3]; mask = [true, false, true]) == 4
    @test Ravel.sum(a; dims = 1, mask = [true, false, false]) == a[1:1, :, :]
    @test Ravel.max(Float64[]; init = 3) == 3
    @test Ravel.reduce(Ravel.subtract, [10, 1, 2]) == 7
    kept, dropped, single = zeros(3, 1, 5), zeros(3, 5), fill(0.0)
    @test Ravel.sum!(kept, a; dims = 2) == Base.sum(a; dims = 2)
    @test Ravel.sum!(dropped, a; dims = 2) == dropdims(Base.sum(a; dims = 2); dims = 2)
    @test Ravel.sum!(single, a)[] == Base.sum(a)
    @test Ravel.sum!(zeros(Float64, 1, 1, 1), a)[] == Base.sum(a)
end

@testset "accumulation" begin
    a = numbers(Int32, 3, 4)
    @test same(Ravel.cumulative_sum(a; dims = 1), Int64.(cumsum(a; dims = 1)))
    @test Ravel.cumulative_sum(a; dims = 2) == cumsum(a; dims = 2)
    @test Ravel.cumulative_sum([1.5, 2, 3]) == [1.5, 3.5, 6.5]
    @test Ravel.accumulate(Ravel.maximum, [3, 1, 4, 1, 5]) == [3, 3, 4, 4, 5]
    @test Ravel.diff([1.5, 2, 4]; n = 2) == [1.5]
    @test same(Ravel.diff(a; dims = 2), diff(a; dims = 2))
    @test_throws Ravel.RavelError Ravel.diff!(zeros(2), a; dims = 5)
    @test Ravel.min_max([3.5, -1, 2]) == (-1.0, 3.5)
    @test Ravel.min_max(a; dims = 1) == (minimum(a; dims = 1), maximum(a; dims = 1))
    @test Ravel.min_max([3, 1, 2]; mask = [true, false, true], init = 2) == (2, 3)
    @test Ravel.mean_var(a; dims = 2) == (Ravel.mean(a; dims = 2), Ravel.var(a; dims = 2))
    @test Ravel.mean_var([1.0 + im, 3 - im]; correction = 1) == (2.0 + 0im, 4.0)
    smallest, largest = zeros(Int32, 4), zeros(Int32, 4)
    @test Ravel.min_max!((smallest, largest), a; dims = 1) === (smallest, largest)
    @test largest == vec(maximum(a; dims = 1))
    @test_throws Ravel.RavelError Ravel.min_max!((smallest, smallest), a; dims = 1)
    @test_throws ArgumentError Ravel.min_max!((smallest, largest, smallest), a; dims = 1)
    @test_throws ArgumentError Ravel.mean_var!(smallest, a; dims = 1)
    @test Ravel.vecdot([1, 2, 3], [0.5, -1, 2]) == 4.5
    @test Ravel.vecdot([1.0 + 2im 3 - im], [5.0 - 3im 0.5 + 4im]) == (1 - 2im) * (5 - 3im) + (3 + im) * (0.5 + 4im)
    @test same(Ravel.vecdot(a, a[:, 1]; dims = 1), Base.sum(Int64.(a) .* Int64.(a[:, 1]); dims = 1))
    @test Ravel.vecdot!(zeros(2), [1 2; 3 4], [5 6; 7 8]; dims = 2) == [17, 53]
    @test_throws Ravel.RavelError Ravel.vecdot([1, 2], [1, 2, 3])
    @test Ravel.bincount([0, 3, 1, 3], 5) == [1, 1, 0, 2, 0]
    @test Ravel.bincount([0, 3, 1, 3], 4; weights = [1, 2, 3, 4.5]) == [1, 3, 0, 6.5]
    @test_throws Ravel.RavelError Ravel.bincount([0, 5], 5)
    @test Ravel.histogram([1, 2.5, 4, NaN, 5], 3, (1, 4)) == [1, 1, 1]
    @test_throws ArgumentError Ravel.histogram([1, 2.5], 3, (1, 2, 4))
    @test Ravel.histogram([1 2; 3 4], [1, 2, 4]; mask = [true true; true false]) == [1, 2]
    @test Ravel.cumulative_max([3, 1, 4, 1, 5]) == [3, 3, 4, 4, 5]
    @test Ravel.cumulative_prod(a; dims = 1) == cumprod(Int64.(a); dims = 1)
    @test Ravel.cumulative_sum([1.5, 2, 3]; include_initial = true) == [0, 1.5, 3.5, 6.5]
    @test Ravel.cumulative_prod!(zeros(3), [2.5, 2]; include_initial = true) == [1, 2.5, 5]
    out = zeros(3)
    @test Ravel.cumulative_sum!(out, [1, 2, 3]; casting = :same_kind) === out
    @test out == [1, 3, 6]
end

@testset "contexts" begin
    @test_throws Ravel.RavelError Ravel.copy!(zeros(Float32, 1), [1.0])
    Ravel.with_context(Ravel.Context(; casting = :same_kind, threads = 2, isa = "generic")) do
        @test Ravel.copy!(zeros(Float32, 1), [1.5]) == [1.5]
        @test Ravel.isa_of(Ravel.add) == "generic"
    end
    @test Ravel.isa_of(Ravel.add) != ""
    a = rand(1 << 20)
    one = Ravel.sum(a)
    @test Ravel.with_context(() -> Ravel.sum(a), Ravel.Context(; threads = 2)) === one
    Ravel.with_context(Ravel.Context()) do
        Ravel.copy!(zeros(Int8, 1), [NaN]; casting = :unsafe)
        @test Ravel.events() == [:invalid_cast]
        Ravel.clear_events!()
        @test isempty(Ravel.events())
        @test Ravel.pow([2, -1, 3], [-1, -3, 2]) == [0, -1, 9]
        @test Ravel.events() == [:negative_power]
        Ravel.trim()
    end
    contexts = fetch.([@async(Ravel.context()) for _ in 1:3])
    @test length(unique(contexts)) == 3
    @test Ravel.context() === Ravel.context()
end
