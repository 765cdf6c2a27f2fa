# The tests that are C programs.
file(GLOB check_sources CONFIGURE_DEPENDS check_*.c)
file(GLOB unit_sources CONFIGURE_DEPENDS unit_*.c)
file(GLOB battery_sources CONFIGURE_DEPENDS battery*.c)
file(GLOB random_sources CONFIGURE_DEPENDS random*.c)
file(GLOB support_sources CONFIGURE_DEPENDS support/*.c oracle*.c)
file(GLOB fault_sources CONFIGURE_DEPENDS faults/fault_*.c)
list(FILTER fault_sources EXCLUDE REGEX float_environment) # needs nothing of the test machine: see below
file(GLOB ulp_source CONFIGURE_DEPENDS ulp*.c)

# The battery and the oracle beside it take twice as long as the library's calls between them. They are checked as what
# they are without sanitizers; the library, and what it is given, are checked with them.
if(RAVEL_SANITIZE MATCHES "address")
    set_source_files_properties(${battery_sources} ${support_sources} PROPERTIES COMPILE_OPTIONS -fno-sanitize=all)
elseif(RAVEL_SANITIZE MATCHES "thread") # the same of tests whose one thread computes what is expected
    set_source_files_properties(${support_sources} check_accumulate.c check_diff.c
        PROPERTIES COMPILE_OPTIONS -fno-sanitize=all)
endif()

# ravel_label_threads(NAME SOURCE...): labels a test one of whose sources has more than one thread.
function(ravel_label_threads name)
    foreach(source IN LISTS ARGN)
        file(STRINGS ${source} uses REGEX "pthread_create|set_threads|set_executor" LIMIT_COUNT 1)
        if(uses)
            set_property(TEST ${name} APPEND PROPERTY LABELS threads)
        endif()
    endforeach()
endfunction()

# Which of the built instruction sets does the CPU have that the tests run on?
set(ravel_isas_here generic)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    set(flags "")
    if(EXISTS /proc/cpuinfo)
        file(STRINGS /proc/cpuinfo flags REGEX "^flags" LIMIT_COUNT 1)
    endif()
    set(needs_x86_64_v2 cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3)
    set(needs_x86_64_v3 ${needs_x86_64_v2} abm avx avx2 bmi1 bmi2 f16c fma movbe)
    set(needs_x86_64_v4 ${needs_x86_64_v3} avx512f avx512bw avx512cd avx512dq avx512vl)
    foreach(isa x86_64_v2 x86_64_v3 x86_64_v4)
        set(here TRUE)
        foreach(flag IN LISTS needs_${isa})
            if(NOT flags MATCHES " ${flag}( |$)")
                set(here FALSE)
            endif()
        endforeach()
        if(here AND isa IN_LIST ravel_isas)
            list(APPEND ravel_isas_here ${isa})
        endif()
    endforeach()
elseif("neon" IN_LIST ravel_isas)
    list(APPEND ravel_isas_here neon)
endif()

# The committed digests, on every instruction set. The program needs nothing but the library and libc, so it runs under
# an emulator too: this CPU's oldest and newer cousins by qemu, where nobody names the instruction set.
set(golden_rows golden/rows.c golden/apply.c golden/fold.c golden/statistics.c golden/call.c golden/elements.c
    support/operand.c support/guard.c support/sha256.c oracle_value.c oracle_bins.c)
ravel_program(digest ravel golden/check.c golden/list.c ${golden_rows})
target_link_libraries(digest PRIVATE m)
function(ravel_digest_test name isa where label)
    set(share "")
    if(CMAKE_CROSSCOMPILING OR RAVEL_SANITIZE OR name MATCHES "qemu") # slow there: the calls in turns in fewer layouts
        set(share RAVEL_DIGEST_SHARE=4)
    endif()
    if(RAVEL_SANITIZE)
        list(APPEND share RAVEL_DIGEST_ROWS=4)
    elseif(CMAKE_CROSSCOMPILING) # and only some of the rows, or it would take an hour
        list(APPEND share RAVEL_DIGEST_ROWS=8)
    elseif(name MATCHES "qemu") # of instruction sets that are tested natively, too
        list(APPEND share RAVEL_DIGEST_ROWS=12)
    endif()
    if(name MATCHES "haswell") # qemu 7.2 reads 16 bytes where a fused multiply-add of one number reads 4
        list(APPEND share RAVEL_DIGEST_AT_START=1)
    endif()
    ravel_test(digest_${name} LABELS battery ${label} SECONDS 1800 ENVIRONMENT ${share}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/check.sh ${CMAKE_CURRENT_BINARY_DIR}/digest_${name}.txt
            ${ARGN} $<TARGET_FILE:digest> ${CMAKE_CURRENT_SOURCE_DIR}/golden/digests.txt ${isa}
            "${CMAKE_SYSTEM_PROCESSOR}${where}, ${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}")
endfunction()
set(digest_isas ${ravel_isas_here})
if(RAVEL_SANITIZE) # slow there: the best is enough
    list(GET ravel_isas_here -1 digest_isas)
endif()
foreach(isa IN LISTS digest_isas)
    string(REPLACE "x86_64_" "x86-64-" isa_name ${isa})
    ravel_digest_test(${isa} ${isa_name} "" "" env RAVEL_ISA=${isa_name} ${CMAKE_CROSSCOMPILING_EMULATOR} ${ravel_launcher})
endforeach()
if("x86_64_v3" IN_LIST ravel_isas AND NOT RAVEL_SANITIZE)
    ravel_digest_test(qemu_nehalem x86-64-v2 " (Nehalem)" slow qemu-x86_64 -cpu Nehalem)
    ravel_digest_test(qemu_haswell x86-64-v3 " (Haswell)" slow qemu-x86_64 -cpu Haswell)
endif()

# The page of kernels is what the library has.
ravel_program(kernel_table ravel kernel_table.c)
if(NOT CMAKE_CROSSCOMPILING)
    ravel_test(kernel_table LABELS unit SECONDS 60
        COMMAND ${ravel_launcher} $<TARGET_FILE:kernel_table> ${PROJECT_SOURCE_DIR}/docs/kernels.md)
endif()

# What hosts do to a library. Sanitizers need stacks of their own size.
if(RAVEL_SANITIZE)
    list(FILTER fault_sources EXCLUDE REGEX "fault_stack")
endif()
# The first needs no library of the test machine either.
add_library(fault_calls STATIC faults/calls.c)
target_include_directories(fault_calls PRIVATE ${PROJECT_SOURCE_DIR}/include)
target_link_libraries(fault_calls PRIVATE ravel_flags)
ravel_program(fault_float_environment ravel faults/fault_float_environment.c)
target_link_libraries(fault_float_environment PRIVATE fault_calls m)
set(few "")
if(CMAKE_CROSSCOMPILING OR RAVEL_SANITIZE)
    set(few few)
endif()
ravel_test(fault_float_environment LABELS unit SECONDS 300
    COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR} ${ravel_launcher} $<TARGET_FILE:fault_float_environment> ${few})

# Everything else wants Check, which a cross-build does not have.
if(CMAKE_CROSSCOMPILING)
    return()
endif()
find_package(PkgConfig REQUIRED)
pkg_check_modules(CHECK REQUIRED IMPORTED_TARGET check)

set(ravel_support "")
if(support_sources)
    add_library(ravel_support STATIC ${support_sources})
    target_include_directories(ravel_support PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
    target_compile_definitions(ravel_support PRIVATE ${ravel_isa_definitions} _GNU_SOURCE)
    target_link_libraries(ravel_support PRIVATE ravel_flags PUBLIC PkgConfig::CHECK Threads::Threads)
    set(ravel_support ravel_support)
endif()

foreach(source IN LISTS check_sources unit_sources)
    get_filename_component(name ${source} NAME_WE)
    set(library ravel)
    if(name MATCHES "^unit_")
        set(library ravel_static)
    endif()
    ravel_program(${name} ${library} ${source})
    target_link_libraries(${name} PRIVATE ${ravel_support} PkgConfig::CHECK)
    ravel_test(${name} LABELS unit SECONDS 300 COMMAND ${ravel_launcher} $<TARGET_FILE:${name}>)
    ravel_label_threads(${name} ${source})
endforeach()
if(RAVEL_SANITIZE MATCHES "thread" AND TEST check_reduce_order) # its other cases take long there, and have one thread
    set_property(TEST check_reduce_order APPEND PROPERTY ENVIRONMENT CK_RUN_CASE=threads)
endif()

foreach(source IN LISTS fault_sources)
    get_filename_component(name ${source} NAME_WE)
    set(library ravel)
    if(name STREQUAL fault_reload) # loads the library by itself
        set(library ${CMAKE_DL_LIBS})
    elseif(name MATCHES "^fault_(copies|allocation)$") # has a copy of its own
        set(library ravel_static)
    endif()
    ravel_program(${name} "${library}" ${source})
    target_link_libraries(${name} PRIVATE fault_calls PkgConfig::CHECK)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/include)
    target_compile_definitions(${name} PRIVATE RAVEL_SHARED_LIBRARY="$<TARGET_FILE:ravel>"
        RAVEL_SYMBOLS="${CMAKE_CURRENT_SOURCE_DIR}/abi/symbols.txt")
    target_link_options(${name} PRIVATE LINKER:-z,now) # else the first calls take the dynamic linker's stack and time
    add_dependencies(${name} ravel)
    ravel_test(${name} LABELS unit SECONDS 300 COMMAND ${ravel_launcher} $<TARGET_FILE:${name}>)
    ravel_label_threads(${name} ${source})
endforeach()

# Under valgrind's memcheck, which knows no AVX-512: the tests that end in seconds there. No suppressions.
find_program(RAVEL_VALGRIND valgrind)
if(RAVEL_VALGRIND AND CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT RAVEL_SANITIZE AND "x86_64_v3" IN_LIST ravel_isas_here)
    foreach(name check_apply check_array check_array_create check_context check_dtype check_dtype_parse check_kernel
            check_kernel_create check_multi_index check_reduce check_statistics check_view_edges check_view_errors)
        ravel_test(valgrind_${name} LABELS slow SECONDS 600
            COMMAND ${RAVEL_VALGRIND} -q --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite
                --error-exitcode=99 $<TARGET_FILE:${name}>
            ENVIRONMENT RAVEL_ISA=x86-64-v3 CK_TIMEOUT_MULTIPLIER=30)
    endforeach()
    # Under helgrind, which does not know what atomics of C order: the executor's threads end before their results are read.
    ravel_test(helgrind_unit_executor LABELS slow SECONDS 600
        COMMAND ${RAVEL_VALGRIND} -q --tool=helgrind --error-exitcode=99 $<TARGET_FILE:unit_executor>
        ENVIRONMENT RAVEL_ISA=x86-64-v3 CK_FORK=no CK_TIMEOUT_MULTIPLIER=30)
endif()

# Their own malloc and threads for the library's.
foreach(name unit_allocation fault_allocation)
    if(TARGET ${name})
        target_link_options(${name} PRIVATE LINKER:--wrap=malloc,--wrap=calloc,--wrap=posix_memalign,--wrap=pthread_create)
    endif()
endforeach()
if(TARGET unit_allocation)
    target_link_options(unit_allocation PRIVATE LINKER:--wrap=free)
endif()

# Ten million destructions under use.
if(TARGET check_handle_threads)
    ravel_test(check_handle_threads_slow LABELS unit SECONDS 1800 COMMAND ${ravel_launcher} $<TARGET_FILE:check_handle_threads>
        ENVIRONMENT RAVEL_TEST_ITERATIONS=10000000)
endif()

if(battery_sources)
    ravel_program(battery ravel ${battery_sources})
    target_link_libraries(battery PRIVATE ${ravel_support} PkgConfig::CHECK)
    set(battery_isas ${ravel_isas_here})
    if(NOT CMAKE_BUILD_TYPE STREQUAL "Release" OR NOT CMAKE_C_COMPILER_ID STREQUAL "GNU") # one compiler takes all of them
        list(GET ravel_isas_here -1 battery_isas)
    endif()
    foreach(isa IN LISTS battery_isas)
        string(REPLACE "x86_64_" "x86-64-" isa_name ${isa})
        set(share "") # of the longer sizes, which count where vectors are long; gcc's run has them all
        if(RAVEL_SANITIZE OR NOT CMAKE_C_COMPILER_ID STREQUAL "GNU" OR isa MATCHES "^(generic|x86_64_v2)$")
            set(share RAVEL_BATTERY_SHARE=5)
        endif()
        ravel_test(battery_${isa} LABELS battery SECONDS 1800 COMMAND ${ravel_launcher} $<TARGET_FILE:battery>
            ENVIRONMENT RAVEL_ISA=${isa_name} ${share})
    endforeach()
    if(RAVEL_COVERAGE) # the parts that take new branches, without those that repeat them for every length
        ravel_test(layouts LABELS unit SECONDS 1200 COMMAND battery shapes overlaps casts large)
    endif()
endif()

# Each run takes another seed, and prints it.
if(random_sources)
    ravel_program(random_cases ravel ${random_sources})
    target_link_libraries(random_cases PRIVATE ${ravel_support} PkgConfig::CHECK)
    ravel_test(random_cases LABELS battery SECONDS 300 COMMAND ${ravel_launcher} $<TARGET_FILE:random_cases>
        ENVIRONMENT RAVEL_RANDOM_CASES=50000)
    ravel_label_threads(random_cases ${random_sources})
    ravel_test(random_cases_slow LABELS battery SECONDS 1800 COMMAND ${ravel_launcher} $<TARGET_FILE:random_cases>
        ENVIRONMENT RAVEL_RANDOM_CASES=500000)
endif()

# The committed digests are what the tool that has the oracle would write.
ravel_program(golden_write ravel golden/write.c golden/judge_statistics.c ${golden_rows})
target_link_libraries(golden_write PRIVATE ${ravel_support} PkgConfig::CHECK m)
if(NOT RAVEL_SANITIZE)
    ravel_test(digest_oracle LABELS battery SECONDS 600
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/golden/oracle.sh ${CMAKE_CURRENT_BINARY_DIR}
            $<TARGET_FILE:golden_write> ${CMAKE_CURRENT_SOURCE_DIR}/golden/digests.txt)
endif()

if(ulp_source)
    pkg_check_modules(MPFR IMPORTED_TARGET mpfr)
    if(MPFR_FOUND)
        ravel_program(ulp ravel_static ${ulp_source})
        target_link_libraries(ulp PRIVATE PkgConfig::MPFR m)
        ravel_test(ulp LABELS slow SECONDS 3000 COMMAND ${ravel_launcher} $<TARGET_FILE:ulp> --quick)
    else()
        message(STATUS "No MPFR: the accuracy of elementary functions is not tested")
    endif()
endif()

include(fuzz/fuzz.cmake)
