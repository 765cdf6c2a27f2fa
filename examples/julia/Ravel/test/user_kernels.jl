# user_kernels.jl: a function of numbers becomes a function of whole arrays.

@testset "user kernels" begin
    both = Ravel.kernel((x, y) -> x * x + y * y, (Float64, Float64) => Float64; name = "both")
    a = numbers(Float64, 3, 4)
    @test same(both(a, [1, 2, 3]), a .^ 2 .+ [1, 4, 9])
    @test both(view(a, 3:-1:1, :), transpose(a')) == a[3:-1:1, :] .^ 2 .+ a .^ 2
    @test same(both(2, 3), 13.0)
    @test same(both(Float32[1], Int16[2]), [5.0])
    out = zeros(4, 3)
    @test Ravel.apply!(both, out', a, 1) == a .^ 2 .+ 1
    big = rand(100_003)
    @test both(big, big) == 2 .* big .^ 2
    @test status_of(() -> both(a)) == :wrong_arity
    @test status_of(() -> both([1.0im], 1)) == :no_loop

    @test same(Ravel.reduce(both, [1.0, 2, 3]), (1.0 + 4)^2 + 9)
    @test Ravel.accumulate(both, [1.0, 2, 3]) == [1, 5, 34]
    total = Ravel.kernel(+, (Float64, Float64) => Float64; reorderable = true, identity = -0.0)
    @test Ravel.reduce(total, big) === Ravel.sum(big)
    @test Ravel.reduce(total, Float64[]) == 0
    @test Ravel.reduce(total, a; dims = 1) == Base.sum(a; dims = 1)
    @test status_of(() -> Ravel.reduce(both, Float64[])) == :empty_reduction

    @test same(Ravel.kernel(!, Bool => Bool)([true, false]), [false, true])
    @test same(Ravel.kernel(x -> x / 2, Float16 => Float16)(Float16[1, 3]), Float16[0.5, 1.5])
    @test same(Ravel.kernel(conj, ComplexF64 => ComplexF64)([1.0 + 2im]), [1.0 - 2im])
    quotient, rest = divided(Int64[7, 8], 3)
    @test quotient == [2, 2] && rest == [1, 2]
    only = zeros(Int64, 2)
    Ravel.apply!(divided, (nothing, only), [7, 8], 3)
    @test only == [1, 2]
end

@testset "exceptions" begin
    root = Ravel.kernel(Base.sqrt, Float64 => Float64)
    @test root([4.0]) == [2]
    @test_throws DomainError root([4.0, -1])
    @test root([9.0]) == [3]
    @test_throws ErrorException Ravel.kernel(x -> error("stop"), Float64 => Float64)([1.0])
    wrong = Ravel.kernel(x -> "text", Float64 => Float64)
    @test_throws MethodError wrong([1.0])
    for f in (divrem, (x, y) -> (x, y, x), (x, y) -> (x,), (x, y) -> x)
        two = Ravel.kernel(f, (Int64, Int64) => (Int64, Int64))
        f === divrem ? (@test two(7, 3) == (2, 1)) : @test_throws ArgumentError two([7], [3])
    end
    nested = Ravel.kernel(x -> Ravel.sin(x), Float64 => Float64)
    @test status_of(() -> nested([1.0])) == :busy
    failures = map(fetch, [@async(try root([-n]) catch error; (n, error) end) for n in 1.0:3.0])
    @test all(error isa DomainError && error.val == -n for (n, error) in failures)
    inner = Ravel.Context()
    nested = Ravel.kernel(x -> Ravel.with_context(() -> Ravel.sin(x), inner), Float64 => Float64)
    @test nested([1.0]) == Ravel.sin([1.0])
end
