# Statistics of the elevation model, whole, by row and by column, as examples/README.md says.
# Reads $RAVEL_DEM_DIR, writes $RAVEL_DEMO_OUT.

using Printf
using Ravel
include("demo_files.jl")

const STATISTICS = (Ravel.min!, Ravel.max!, Ravel.mean!, Ravel.std!)

"The statistics along a dimension, or of all (`:`)."
function summarise(elevation, dims)
    shape = dims isa Colon ? () : (size(elevation, 3 - dims),)
    return map(STATISTICS) do statistic!
        statistic!(zeros(shape), elevation; dims = dims)
    end
end

function summary(source, target)
    elevation = read_npy(joinpath(source, "elevation.npy"))
    results = Float64[]
    for (name, dims) in ("whole" => :, "row" => 2, "column" => 1)
        low, high, mean, deviation = summarise(elevation, dims)
        if dims isa Colon
            @printf("whole   min %g, max %g, mean %.3f, std %.3f\n", low[], high[], mean[], deviation[])
        else
            # Indices that ravel finds count from 0.
            highest, most_rugged = Ravel.argmax(mean), Ravel.argmax(deviation)
            @printf("%-7s %d is the highest on average, %d the most rugged\n", name, highest, most_rugged)
        end
        foreach(each -> append!(results, each), (low, high, mean, deviation))
    end
    bytes = reinterpret(UInt8, results)
    @printf("check   CRC-32 %08x of %d numbers\n", crc32(bytes), length(results))
    write(joinpath(target, "julia.summary"), bytes)
end

for variable in ("RAVEL_DEM_DIR", "RAVEL_DEMO_OUT")
    if !haskey(ENV, variable)
        println("the environment variable $variable must name a folder; `./dev demo` sets it")
        exit(1)
    end
end
summary(ENV["RAVEL_DEM_DIR"], ENV["RAVEL_DEMO_OUT"])
