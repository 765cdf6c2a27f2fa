# What src/kernel compiles. A new family is a line here, one in families.h, and its file's instruction set in table.c.
ravel_compile(src/kernel/elementwise.c DTYPES ${ravel_dtypes_compute})
ravel_compile(src/kernel/division.c DTYPES ${ravel_dtypes_integer} ${ravel_dtypes_real})
ravel_compile(src/kernel/elementary.c DTYPES float32 float64 complex64 complex128 EXCEPT x86_64_v2)
ravel_compile(src/kernel/elementary_integer.c DTYPES ${ravel_dtypes_integer} EXCEPT x86_64_v2)
ravel_compile(src/kernel/half.c DTYPES ${ravel_dtypes_half} EXCEPT x86_64_v2)
ravel_compile(src/kernel/reduce.c DTYPES ${ravel_dtypes_compute} EXCEPT x86_64_v2)
ravel_compile(src/kernel/states.c DTYPES ${ravel_dtypes_compute} EXCEPT x86_64_v2)
ravel_compile(src/kernel/count.c)
ravel_compile(src/kernel/narrow_sum.c DTYPES int8 int16 int32 uint8 uint16 uint32 EXCEPT x86_64_v2)
ravel_compile(src/kernel/maps.c DTYPES ${ravel_dtypes_real} ${ravel_dtypes_complex} EXCEPT x86_64_v2)
ravel_compile(src/kernel/compare_mixed.c EXCEPT x86_64_v2)
ravel_compile(src/kernel/bins.c)
ravel_compile(src/kernel/table.c)

# x86-64-v2 has no fma, and without it the elementary functions of floats gain twice the speed for a megabyte of code:
# it has the generic ones, of integers too, as a family has one instruction set. Others gain less, and reductions are
# longest in vectors of SSE2. What is left for the generic ones are CPUs from before 2009, and functions that wait for a
# software fma: -O3 adds to -O2 a fifth of their speed at most (hypot excepted), and half a megabyte.
if(TARGET src_kernel_table_x86_64_v2)
    target_compile_definitions(src_kernel_table_x86_64_v2 PRIVATE RVL_BORROWED_ISA=generic)
    foreach(dtype IN LISTS ravel_dtypes_compute)
        foreach(file reduce states elementwise division elementary)
            if(TARGET src_kernel_${file}_${dtype}_generic)
                target_compile_options(src_kernel_${file}_${dtype}_generic PRIVATE $<$<CONFIG:Release,RelWithDebInfo>:-O2>)
            endif()
        endforeach()
    endforeach()
endif()

# The loops over rows of columns take their operation as a table of functions. gcc at -O3 would clone them for each table,
# which makes sums over axis 0 a twentieth faster, and the library by 2 MB larger. Those of states
# it would clone for their constant arguments: 60 KB.
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    set_source_files_properties(src/kernel/reduce.c src/kernel/states.c PROPERTIES COMPILE_OPTIONS -fno-ipa-cp-clone)
endif()

# Unrolled by clang, rows of columns spill 4 KiB to the stack.
if(CMAKE_C_COMPILER_ID MATCHES "Clang")
    set_source_files_properties(src/kernel/reduce.c PROPERTIES COMPILE_OPTIONS -fno-unroll-loops)
endif()

# Where an elementary function makes several choices by one condition, gcc makes a path of each outcome (jump threading),
# and the vector loop then computes both in full; or it chooses between conditions (partial redundancies), and the loop
# is not vectorised at all.
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    set_source_files_properties(src/kernel/elementary.c PROPERTIES COMPILE_OPTIONS "-fno-thread-jumps;-fno-tree-pre")
endif()
