using Ravel
using LinearAlgebra
using Test

const divided = Ravel.kernel(divrem, (Int64, Int64) => (Int64, Int64))

@testset "Ravel" begin
    include("layouts.jl")
    include("calls.jl")
    include("mistakes.jl")
    include("user_kernels.jl")
    include("lifetimes.jl")
end
