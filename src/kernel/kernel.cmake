# What src/kernel compiles. A new family is one line, and one of families.h.
ravel_compile(src/kernel/elementwise.c DTYPES ${ravel_dtypes_compute})
ravel_compile(src/kernel/elementary.c DTYPES float32 float64 complex64 complex128)
ravel_compile(src/kernel/half.c DTYPES ${ravel_dtypes_half})
ravel_compile(src/kernel/reduce.c DTYPES ${ravel_dtypes_compute})
ravel_compile(src/kernel/compare_mixed.c)
ravel_compile(src/kernel/table.c)

# Unrolled by clang, rows of columns spill 4 KiB to the stack.
if(CMAKE_C_COMPILER_ID MATCHES "Clang")
    set_source_files_properties(src/kernel/reduce.c PROPERTIES COMPILE_OPTIONS -fno-unroll-loops)
endif()
