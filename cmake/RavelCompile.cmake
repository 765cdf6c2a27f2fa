# The flags that everything is compiled with.
add_library(ravel_flags INTERFACE)
target_compile_options(ravel_flags INTERFACE
    -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith
    -Wcast-align -Wwrite-strings -Wundef -Wvla -Wframe-larger-than=12288 -Werror
    -ffp-contract=off # the same bits everywhere
    -fno-math-errno -fno-trapping-math) # errno and exception flags are not results; rounding is never changed by these
if(RAVEL_SANITIZE)
    target_compile_options(ravel_flags INTERFACE -fsanitize=${RAVEL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    target_link_options(ravel_flags INTERFACE -fsanitize=${RAVEL_SANITIZE})
endif()
find_package(Threads REQUIRED)
