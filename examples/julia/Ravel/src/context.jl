# context.jl: where calls run. Each task has a context of its own, as a context serves one call at a time.

const CASTINGS = (no = 1, safe = 2, same_kind = 3, unsafe = 4)

function casting_number(casting::Symbol)
    haskey(CASTINGS, casting) ||
        throw(ArgumentError("casting must be one of $(join(keys(CASTINGS), ", ")), got $casting"))
    return CASTINGS[casting]
end

"""
    Context(; threads = 1, casting = :safe, isa = nothing, scratch_limit = nothing)

Where calls run. Every task has a default one; `with_context(f, c)` runs `f()` in another.

`threads`: large calls use up to so many, the calling one included; results do not depend on it.
`casting`: `:no`, `:safe`, `:same_kind` or `:unsafe`.
`isa`: the best instruction set to use, such as `"x86-64-v2"`.
`scratch_limit`: the bytes of memory that a call may take for itself.
"""
mutable struct Context
    handle::Handle
    function Context(; threads::Integer = 1, casting::Symbol = :safe, isa = nothing, scratch_limit = nothing)
        handle = Ref{Handle}(C_NULL)
        check(nothing, ravel_context_create(handle))
        made = new(handle[])
        finalizer(destroy, made)
        set_threads!(threads, made)
        set_casting!(casting, made)
        isa === nothing || check(made, ravel_context_set_isa_cap(made, isa))
        scratch_limit === nothing || check(made, ravel_context_set_scratch_limit(made, scratch_limit))
        return made
    end
end

Base.deepcopy_internal(::Context, ::IdDict) = throw(ArgumentError("a Ravel.Context cannot be copied: make another one"))

function destroy(context::Context)
    ravel_context_destroy(context)
    return nothing
end

Base.cconvert(::Type{Handle}, context::Context) = context
Base.unsafe_convert(::Type{Handle}, context::Context) = context.handle

"The context of this task's calls."
context() = get!(Context, task_local_storage(), :ravel_context)::Context

"`with_context(f, c)` runs `f()` with `c` as the context of this task's calls."
with_context(f, c::Context) = task_local_storage(f, :ravel_context, c)

"`set_threads!(n)`: lets large calls of this task's context use up to n threads."
set_threads!(n::Integer, here::Context = context()) = check(here, ravel_context_set_threads(here, n))

"`set_casting!(:same_kind)`: the casting rule of this task's context."
set_casting!(casting::Symbol, here::Context = context()) =
    check(here, ravel_context_set_casting(here, casting_number(casting)))

"Frees the scratch memory that the context keeps for its next call."
trim(here::Context = context()) = check(here, ravel_context_trim(here))

const EVENTS = (:integer_divide_by_zero, :integer_overflow, :invalid_cast, :negative_power)

"What has happened since the last `clear_events!()`: a list of $(join(EVENTS, ", "))."
function events(here::Context = context())
    bits = Ref{UInt64}(0)
    check(here, ravel_context_events(here, bits))
    return [name for (i, name) in enumerate(EVENTS) if bits[] >> (i - 1) & 1 == 1]
end

"Forgets the events of this task's context."
clear_events!(here::Context = context()) = check(here, ravel_context_clear_events(here))
