# The fuzz targets: one per fuzz/fuzz_*.c. With RAVEL_BUILD_FUZZERS they run under libFuzzer, for a minute each in the
# tests; without, any compiler builds them, and they run the committed inputs.
file(GLOB fuzz_sources CONFIGURE_DEPENDS fuzz/fuzz_*.c)
set(fuzz_more_fuzz_views fuzz/view_model.c fuzz/view_steps.c)
set(fuzz_more_fuzz_calls ${random_sources})
list(FILTER fuzz_more_fuzz_calls EXCLUDE REGEX "/random_cases\\.c$") # the one with a main
list(APPEND fuzz_more_fuzz_calls fuzz/own_calls.c fuzz/own_kernel.c fuzz/own_model.c)

add_custom_target(fuzzers)
foreach(source IN LISTS fuzz_sources)
    get_filename_component(name ${source} NAME_WE)
    string(REPLACE "fuzz_" "" target ${name})
    ravel_program(${name} ravel_static ${source} fuzz/fuzz.c ${fuzz_more_${name}})
    target_link_libraries(${name} PRIVATE ${ravel_support} ravel_static) # whose public functions the support calls
    add_dependencies(fuzzers ${name})
    if(RAVEL_BUILD_FUZZERS)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
        ravel_test(${name}_slow LABELS fuzz SECONDS 60
            COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/run.sh $<TARGET_FILE:${name}> ${target} 60)
    else()
        target_sources(${name} PRIVATE fuzz/replay.c)
        ravel_test(${name} LABELS fuzz SECONDS 60
            COMMAND ${ravel_launcher} $<TARGET_FILE:${name}> ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${target})
        ravel_label_threads(${name} ${source} ${fuzz_more_${name}})
    endif()
endforeach()
