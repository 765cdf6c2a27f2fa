# Kernels and movers: plain C, compiled once per instruction set, and per dtype where the file asks for it.
#
#     ravel_isa(NAME suffix FLAGS ...)                  one line per instruction set
#     ravel_compile(file.c)                             once per instruction set
#     ravel_compile(file.c DTYPES float32 float64 ...)  once per dtype and instruction set
#     ravel_compile(file.c ... EXCEPT isa ...)          not for these instruction sets
#
# Every object lands in the variable ravel_objects.
set(ravel_isas "")
set(ravel_objects "")
set(ravel_isa_definitions "")

macro(ravel_isa name suffix)
    if(NOT RAVEL_ISAS OR ${suffix} IN_LIST RAVEL_ISAS)
        list(APPEND ravel_isas ${suffix})
        set(ravel_isa_flags_${suffix} ${ARGN})
        if(NOT ${name} STREQUAL GENERIC)
            list(APPEND ravel_isa_definitions RVL_HAVE_${name}=1)
        endif()
    endif()
endmacro()

if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    ravel_isa(GENERIC generic)
    ravel_isa(X86_64_V2 x86_64_v2 -march=x86-64-v2)
    ravel_isa(X86_64_V3 x86_64_v3 -march=x86-64-v3)
    ravel_isa(X86_64_V4 x86_64_v4 -march=x86-64-v4 -mprefer-vector-width=512)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    ravel_isa(GENERIC generic -fno-tree-vectorize)
    ravel_isa(NEON neon)
else()
    ravel_isa(GENERIC generic)
endif()

if(NOT generic IN_LIST ravel_isas)
    message(FATAL_ERROR "RAVEL_ISAS is ${RAVEL_ISAS}; it has to have generic")
endif()
foreach(isa IN LISTS RAVEL_ISAS)
    if(NOT isa MATCHES "^(generic|x86_64_v[234]|neon)$") # those of other machines are passed over
        message(FATAL_ERROR "RAVEL_ISAS names ${isa}, which is no instruction set; there are generic, x86_64_v2 to _v4 and neon")
    endif()
endforeach()

set(ravel_dtypes_bool bool)
set(ravel_dtypes_integer int8 int16 int32 int64 uint8 uint16 uint32 uint64)
set(ravel_dtypes_real float32 float64)
set(ravel_dtypes_half float16 bfloat16) # storage only
set(ravel_dtypes_complex complex64 complex128)
set(ravel_dtypes_compute ${ravel_dtypes_bool} ${ravel_dtypes_integer} ${ravel_dtypes_real} ${ravel_dtypes_complex})

# Which operations_*.h a file compiled for a dtype includes.
function(ravel_kind_of dtype out)
    foreach(kind bool integer half real complex)
        if(dtype IN_LIST ravel_dtypes_${kind})
            set(${out} ${kind} PARENT_SCOPE)
        endif()
    endforeach()
endfunction()

function(ravel_object target file)
    add_library(${target} OBJECT ${file})
    target_link_libraries(${target} PRIVATE ravel_library_flags)
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
    target_compile_definitions(${target} PRIVATE ${ravel_isa_definitions})
    # At -O2 gcc leaves most of these loops unvectorised, so every optimised build takes -O3.
    # At -O0 gcc's intrinsics are macros, whose conversions would be ours to answer for.
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release,RelWithDebInfo>:-O3> $<$<CONFIG:Debug>:-Og>)
    set(ravel_objects ${ravel_objects} $<TARGET_OBJECTS:${target}> PARENT_SCOPE)
endfunction()

function(ravel_compile file)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DTYPES;EXCEPT")
    get_filename_component(name ${file} NAME_WE)
    get_filename_component(folder ${file} DIRECTORY)
    string(REPLACE "/" "_" folder ${folder})
    set(isas ${ravel_isas})
    if(arg_EXCEPT)
        list(REMOVE_ITEM isas ${arg_EXCEPT})
    endif()
    foreach(isa IN LISTS isas)
        if(arg_DTYPES)
            foreach(dtype IN LISTS arg_DTYPES)
                set(target ${folder}_${name}_${dtype}_${isa})
                ravel_object(${target} ${file})
                ravel_kind_of(${dtype} kind)
                target_compile_definitions(${target} PRIVATE RVL_ISA=${isa} RVL_DTYPE=${dtype})
                if(kind)
                    target_compile_definitions(${target} PRIVATE RVL_OPERATIONS="operations_${kind}.h")
                endif()
                target_compile_options(${target} PRIVATE ${ravel_isa_flags_${isa}})
            endforeach()
        else()
            set(target ${folder}_${name}_${isa})
            ravel_object(${target} ${file})
            target_compile_definitions(${target} PRIVATE RVL_ISA=${isa})
            target_compile_options(${target} PRIVATE ${ravel_isa_flags_${isa}})
        endif()
    endforeach()
    set(ravel_objects ${ravel_objects} PARENT_SCOPE)
endfunction()

include(${PROJECT_SOURCE_DIR}/src/kernel/kernel.cmake)
include(${PROJECT_SOURCE_DIR}/src/move/move.cmake)
