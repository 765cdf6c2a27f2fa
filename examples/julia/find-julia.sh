# find-julia.sh: sets `julia` for test.sh and demo.sh, which read this file. $JULIA may name one; else it is the one on
# PATH, or the one that get-julia.sh has left in the cache; where everything must run (CI=true) get-julia.sh gets one.
julia=${JULIA:-}
if [ -z "$julia" ]; then
    cached=${XDG_CACHE_HOME:-${HOME:-}/.cache}/ravel/julia/julia
    if command -v julia >/dev/null 2>&1; then
        julia=julia
    elif [ -x "$cached" ]; then
        julia=$cached
    elif [ -n "${CI:-}" ] && [ "$CI" != false ] || [ "${RAVEL_REQUIRE_ALL:-}" = 1 ]; then
        julia=$(./get-julia.sh) || julia=''
    fi
fi
command -v "${julia:-julia}" >/dev/null 2>&1 || {
    echo "there is no ${julia:-julia}"
    exit 77
}
# The package of this folder, and Julia's own: nothing is installed, nothing is left in the user's depot.
export JULIA_LOAD_PATH="$PWD:@stdlib"
