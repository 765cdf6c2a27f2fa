# demo_files.jl: the demo's files: .npy read, a grey PNG written.

const NPY_TYPES = Dict("<i2" => Int16, "<f8" => Float64)

"""
The array of an .npy file, with the file's own shape. Rows that follow each other in the file are columns to Julia, so the
array is a lazy transpose: nothing is turned round in memory.
"""
function read_npy(path)
    content = read(path)
    content[1:6] == b"\x93NUMPY" || error("$path is no .npy file")
    version_1 = content[7] == 1
    start = version_1 ? 10 : 12
    header_size = ltoh(only(reinterpret(version_1 ? UInt16 : UInt32, content[9:start])))
    header = String(content[start+1:start+header_size])
    field(pattern) = match(pattern, header).captures[1]
    type = NPY_TYPES[field(r"'descr': *'([^']*)'")]
    lengths = [parse(Int, length.match) for length in eachmatch(r"\d+", field(r"'shape': *\(([^)]*)\)"))]
    data = reinterpret(type, content[start+header_size+1:end])
    field(r"'fortran_order': *(\w+)") == "True" && return reshape(data, lengths...)
    return PermutedDimsArray(reshape(data, reverse(lengths)...), reverse(eachindex(lengths)))
end

const CRC_TABLE = map(UInt32(0):UInt32(255)) do byte
    foldl((crc, _) -> (crc >> 1) ⊻ (isodd(crc) ? 0xedb88320 : 0x00000000), 1:8; init = byte)
end

crc32(bytes) = ~foldl((crc, byte) -> CRC_TABLE[(crc⊻byte)&0xff+1] ⊻ (crc >> 8), bytes; init = 0xffffffff)

function adler32(bytes)
    a, b = UInt32(1), UInt32(0)
    for byte in bytes
        a = (a + byte) % UInt32(65521)
        b = (b + a) % UInt32(65521)
    end
    return b << 16 | a
end

big_endian(x) = reinterpret(UInt8, [hton(x)])

"The bytes as a zlib stream that is not compressed."
function stored(bytes)
    stream = UInt8[0x78, 0x01]
    for first in 1:65535:length(bytes)
        block = bytes[first:min(first + 65534, end)]
        size = UInt16(length(block))
        append!(stream, vcat(UInt8[first+65535>length(bytes)], reinterpret(UInt8, [htol(size), htol(~size)]), block))
    end
    return append!(stream, big_endian(adler32(bytes)))
end

"Writes an 8-bit grey picture; `grey` has a column for each of its rows."
function write_png(path, grey::Matrix{UInt8})
    width, height = size(grey)
    rows = vec(vcat(zeros(UInt8, 1, height), grey))
    open(path, "w") do file
        write(file, b"\x89PNG\r\n\x1a\n")
        header = vcat(big_endian(UInt32(width)), big_endian(UInt32(height)), UInt8[8, 0, 0, 0, 0])
        for (kind, data) in (b"IHDR" => header, b"IDAT" => stored(rows), b"IEND" => UInt8[])
            chunk = vcat(kind, data)
            write(file, hton(UInt32(length(data))), chunk, hton(crc32(chunk)))
        end
    end
end
