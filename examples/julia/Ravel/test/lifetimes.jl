# lifetimes.jl: owners live as long as handles, handles are freed, and collections in between do no harm.

@testset "lifetimes" begin
    kept = Ravel.Descriptor(view(fill(1.0, 1000), 1:2:1000))
    kernels = [let n = n
        Ravel.kernel(x -> x + n, Float64 => Float64)
    end for n in 1:20]
    for _ in 1:5
        GC.gc()
        [fill(2.0, 1000) for _ in 1:100]
    end
    @test Ravel.sum(kept) == 500
    @test [only(k([1.0])) for k in kernels] == 2:21

    owner = zeros(8)
    reference = WeakRef(owner)
    described = Ravel.Descriptor(owner)
    owner = nothing
    GC.gc()
    @test reference.value !== nothing
    @test Ravel.sum(described) == 0

    # Collected while a kernel runs: what the call uses stays.
    collecting = Ravel.kernel(x -> (x == 500 && GC.gc(); x + 1), Float64 => Float64)
    @test collecting(Base.collect(1.0:1000.0)) == 2:1001
end

@testset "handles are never copied" begin
    described = Ravel.Descriptor(zeros(2))
    @test_throws ArgumentError deepcopy(described)
    @test_throws ArgumentError deepcopy(Ravel.Context())
    @test deepcopy(Ravel.add) === Ravel.add
    own = Ravel.kernel(x -> x + 1, Float64 => Float64)
    @test deepcopy(own) === own
end

@testset "handles are freed" begin
    a = zeros(2)
    for round in 1:30 # more than the handle table holds, were they kept
        for _ in 1:50_000
            Ravel.Descriptor(a)
        end
        GC.gc()
    end
    @test Ravel.sum(a) == 0
    for _ in 1:100_000
        Ravel.add!(a, a, 0)
    end
    @test Ravel.sum(a) == 0
end
