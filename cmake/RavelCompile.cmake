# The flags that everything is compiled with: ravel_flags for tests and benchmarks too, ravel_library_flags for the library.
add_library(ravel_flags INTERFACE)
target_compile_options(ravel_flags INTERFACE
    -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith
    -Wcast-align -Wwrite-strings -Wundef -Wvla $<$<BOOL:${RAVEL_WERROR}>:-Werror>
    -ffp-contract=off # the same bits everywhere
    -fno-math-errno -fno-trapping-math) # errno and exception flags are not results; rounding is never changed by these

add_library(ravel_library_flags INTERFACE)
target_link_libraries(ravel_library_flags INTERFACE ravel_flags)
if(RAVEL_SANITIZE)
    target_compile_options(ravel_flags INTERFACE -fsanitize=${RAVEL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    target_link_options(ravel_flags INTERFACE -fsanitize=${RAVEL_SANITIZE})
else()
    # Sanitizers put their red zones into the frames, and -O0 every variable: only optimised plain builds hold this promise.
    target_compile_options(ravel_library_flags INTERFACE $<$<CONFIG:Release,RelWithDebInfo>:-Wframe-larger-than=12288>)
endif()

if(RAVEL_COVERAGE) # of the library alone; gcov wants the true names of files
    target_compile_options(ravel_library_flags INTERFACE --coverage -fprofile-update=atomic -fprofile-abs-path -fno-inline)
    target_compile_definitions(ravel_library_flags INTERFACE "RVL_ALWAYS_INLINE=static inline")
else()
    target_compile_options(ravel_library_flags INTERFACE -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
