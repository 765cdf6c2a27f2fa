# library.jl: finding the installed library, and calling its functions.

const SONAME = "libravel.so.0"

# A handle, or an address. Handles are numbers in a pointer's clothes: nobody follows them.
const Handle = Ptr{Cvoid}

# The functions that are declared, and where the address of each is kept while the library is loaded.
const ADDRESSES = Pair{Symbol,Base.RefValue{Handle}}[]

"""
    @native ravel_name(argument::Type, ...)::Type

Declares a function of the library. It is called through `ccall`, which keeps what `Base.cconvert` makes of each
argument alive during the call: so the arrays behind a handle stay where they are.
"""
macro native(declaration)
    call, result = declaration.args
    name = call.args[1]
    arguments = [argument.args[1] for argument in call.args[2:end]]
    types = [argument.args[2] for argument in call.args[2:end]]
    address = Symbol(:address_of_, name)
    return esc(quote
        const $address = Ref{Handle}(C_NULL)
        push!(ADDRESSES, $(QuoteNode(name)) => $address)
        $name($(arguments...)) = ccall($address[], $result, ($(types...),), $(arguments...))
    end)
end

function pkg_config_path()
    try
        folder = strip(read(pipeline(`pkg-config --variable=libdir ravel`; stderr = devnull), String))
        return isempty(folder) ? "" : joinpath(folder, SONAME)
    catch
        return "" # there is no pkg-config, or it knows no ravel
    end
end

function open_named(path)
    try
        return dlopen(path)
    catch failure
        error("the environment variable RAVEL_LIBRARY names $path, which cannot be loaded: ", sprint(showerror, failure))
    end
end

function load_library()
    named = get(ENV, "RAVEL_LIBRARY", "")
    isempty(named) || return open_named(named) # named, so nothing else will do
    for name in (() -> SONAME, () -> find_library(["libravel"]), pkg_config_path)
        path = name()
        library = isempty(path) ? nothing : dlopen(path; throw_error = false)
        library === nothing || return library
    end
    error("the ravel library ($SONAME) was found neither by the loader nor by pkg-config; install it, or name the ",
        "file in the environment variable RAVEL_LIBRARY")
end

"Loads the library, finds its functions, and tells which file it is."
function open_library()
    library = load_library()
    for (name, address) in ADDRESSES
        address[] = dlsym(library, name)
    end
    return dlpath(library)
end

"The version of the library that runs."
function version()
    major, minor, patch = Ref{Int32}(0), Ref{Int32}(0), Ref{Int32}(0)
    ravel_version(major, minor, patch)
    return VersionNumber(major[], minor[], patch[])
end

"The text that `fill(buffer, size, needed)` writes."
function text_of(fill)
    needed = Ref{Csize_t}(0)
    fill(C_NULL, 0, needed)
    buffer = zeros(UInt8, Int(needed[]))
    fill(buffer, length(buffer), needed)
    return String(buffer[1:end-1])
end
