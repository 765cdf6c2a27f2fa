# A shaded relief of the Jacksboro fault, as examples/README.md says, and what ravel says to classic mistakes.
# Reads $RAVEL_DEM_DIR, writes $RAVEL_DEMO_OUT.

using Ravel
include("demo_files.jl")

"The grey values: a column for each row of the picture, as the file has them."
function shaded_relief(elevation, dx, dy, ymin)
    shape = size(elevation) .- 2

    # The distance of two cells in metres.
    latitude, shrink, span_east, span_north = (fill(0.0) for _ in 1:4)
    Ravel.multiply!(latitude, ymin, 0.017453292519943295)
    Ravel.cos!(shrink, latitude)
    Ravel.multiply!(span_east, dx, 222400.0)
    Ravel.multiply!(span_east, span_east, shrink)
    Ravel.multiply!(span_north, dy, 222400.0)

    # Gradients: the same memory, shifted by two.
    height = zeros(size(elevation))
    Ravel.multiply!(height, elevation, 2.0)
    west, east = view(height, 2:shape[1]+1, 1:shape[2]), view(height, 2:shape[1]+1, 3:shape[2]+2)
    north, south = view(height, 1:shape[1], 2:shape[2]+1), view(height, 3:shape[1]+2, 2:shape[2]+1)
    rise_east, rise_north = zeros(shape), zeros(shape)
    Ravel.subtract!(rise_east, east, west)
    Ravel.divide!(rise_east, rise_east, span_east)
    Ravel.subtract!(rise_north, north, south)
    Ravel.divide!(rise_north, rise_north, span_north)

    # Slope and aspect.
    slope, aspect = zeros(shape), zeros(shape)
    Ravel.hypot!(slope, rise_east, rise_north)
    Ravel.atan2!(slope, slope, 1.0)
    Ravel.negative!(rise_east, rise_east)
    Ravel.negative!(rise_north, rise_north)
    Ravel.atan2!(aspect, rise_east, rise_north)

    # The light of a sun in the north-west, 45 degrees high.
    Ravel.subtract!(aspect, aspect, 5.497787143782138)
    facing, tilt, level, light = aspect, rise_east, slope, rise_north
    Ravel.cos!(facing, aspect)
    Ravel.sin!(tilt, slope)
    Ravel.cos!(level, slope)
    Ravel.multiply!(light, tilt, facing)
    Ravel.add!(light, light, level)
    Ravel.multiply!(light, light, 0.7071067811865476)

    # Grey values, in the order of the file: a transposed output.
    Ravel.multiply!(light, light, 255.0)
    Ravel.add!(light, light, 0.5)
    Ravel.clip!(light, light, 0.0, 255.0)
    grey = zeros(UInt8, reverse(shape))
    Ravel.copy!(transpose(grey), light; casting = :unsafe)
    return grey
end

function make_picture(source, target)
    data = [read_npy(joinpath(source, name * ".npy")) for name in ("elevation", "dx", "dy", "ymin")]
    println("read    $(eltype(data[1])) of $(join(size(data[1]), " x "))")
    first = @elapsed shaded_relief(data...) # compiles
    took = @elapsed grey = shaded_relief(data...)
    total, low, high = Ravel.sum(grey), Ravel.min(grey), Ravel.max(grey)
    println("made    26 calls of ravel's kernels in $(round(1e3 * took; digits = 1)) ms (the first time, with Julia's ",
        "compiler, $(round(first; digits = 1)) s; Julia $VERSION, instruction set $(Ravel.isa_of(Ravel.atan2)))")
    println("check   sum $total, min $low, max $high, CRC-32 $(string(crc32(grey); base = 16))")
    (total, low, high) == (21781888, 0, 255) || fail("the picture is not the one of examples/README.md")
    write(joinpath(target, "julia.gray"), grey)
    picture = joinpath(target, "julia.png")
    write_png(picture, grey)
    println("wrote   $picture ($(size(grey, 1)) x $(size(grey, 2)))")
end

function fail(why)
    println(why)
    exit(1)
end

"Prints what ravel says to a mistake, which must be this one."
function refused(mistake, what, status)
    try
        mistake()
    catch error
        error isa Ravel.RavelError && error.status == status || rethrow()
        println("  $what\n    $(sprint(showerror, error))")
        return
    end
    fail("no error: $what")
end

function make_mistakes()
    println("\nThe classic mistakes, and what ravel says:")
    ten = collect(0.0:9.0)
    total = Ravel.sum(view(ten, 1:2:10))
    println("  view(0.0:9.0, 1:2:10) summed\n    $total: strides are part of the array")
    total == 20 || fail("the sum of every second element is wrong")
    refused("int64 data where the function was written for int", :dtype_mismatch) do
        Ravel.require(collect(Int64, 0:9), "int")
    end
    table = zeros(3, 4)
    refused("an array of columns where C order was assumed", :not_contiguous) do
        Ravel.require(table, "double"; ndims = 2, order = :C)
    end
    refused("a buffer too short for the shape", :out_of_bounds) do
        Ravel.Descriptor(ten, Float64, (3, 4))
    end
    refused("a read-only array as output", :read_only) do
        Ravel.negative!(Ravel.Descriptor(zeros(10); writeable = false), ten)
    end
end

function folder(variable)
    haskey(ENV, variable) || fail("the environment variable $variable must name a folder; `./dev demo` sets it")
    return ENV[variable]
end

make_picture(folder("RAVEL_DEM_DIR"), folder("RAVEL_DEMO_OUT"))
make_mistakes()
