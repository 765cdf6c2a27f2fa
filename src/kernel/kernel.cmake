# What src/kernel compiles. A new family is one line.
ravel_compile(src/kernel/elementwise.c DTYPES ${ravel_dtypes_compute})
ravel_compile(src/kernel/elementary.c DTYPES float32 float64 complex64 complex128)
ravel_compile(src/kernel/reduce.c DTYPES ${ravel_dtypes_compute})
ravel_compile(src/kernel/compare_mixed.c)
ravel_compile(src/kernel/table.c)
