# The tests that are scripts: the sources' rules, the library as a file, the installed library, the bindings.
set(ravel_built_environment RAVEL_BUILD=${PROJECT_BINARY_DIR} CC=${CMAKE_C_COMPILER})

if(CMAKE_C_COMPILER_ID STREQUAL "GNU") # one compiler is enough, and the committed baselines are its
    file(GLOB contracts CONFIGURE_DEPENDS contract/*.sh)
    list(FILTER contracts EXCLUDE REGEX "/common\\.sh$")
    foreach(script IN LISTS contracts)
        get_filename_component(name ${script} NAME_WE)
        ravel_test(contract_${name} LABELS contract SECONDS 600 COMMAND ${script} ENVIRONMENT ${ravel_built_environment})
    endforeach()
endif()

# That mutation testing, which takes too long to be a test, works.
find_program(RAVEL_PYTHON3 python3)
if(RAVEL_PYTHON3)
    ravel_test(mutation_planted LABELS contract SECONDS 120 ENVIRONMENT PYTHONDONTWRITEBYTECODE=1
        COMMAND ${RAVEL_PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/mutation/self_test.py ${PROJECT_BINARY_DIR})
endif()

foreach(form prefix deb rpm)
    ravel_test(install_${form} LABELS install SECONDS 300 COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/install/run.sh ${form}
        ENVIRONMENT ${ravel_built_environment})
endforeach()
set_tests_properties(install_deb install_rpm PROPERTIES RESOURCE_LOCK packages)

# Bindings use the library as a user would have it: installed.
set(prefix ${PROJECT_BINARY_DIR}/prefix)
ravel_test(bindings_prefix LABELS bindings SECONDS 60
    COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${prefix})
set_tests_properties(bindings_prefix PROPERTIES FIXTURES_SETUP prefix)
file(GLOB bindings CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/examples/*/test.sh)
foreach(script IN LISTS bindings)
    get_filename_component(folder ${script} DIRECTORY)
    get_filename_component(name ${folder} NAME)
    ravel_test(binding_${name} LABELS bindings SECONDS 600
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/install/binding.sh ${prefix} ${CMAKE_INSTALL_LIBDIR} ${script})
    set_tests_properties(binding_${name} PROPERTIES FIXTURES_REQUIRED prefix)
endforeach()

# The Python binding against NumPy.
foreach(name differential differential_slow)
    set(cases 20000)
    if(name MATCHES slow)
        set(cases 1000000)
    endif()
    # One seed, for of other millions a few cases meet a fault of NumPy's that has no rule yet; `--seed` takes others.
    ravel_test(${name} LABELS bindings SECONDS 1800
        ENVIRONMENT RAVEL_DIFFERENTIAL_CASES=${cases} RAVEL_DIFFERENTIAL_SEED=20261122
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/install/binding.sh ${prefix} ${CMAKE_INSTALL_LIBDIR}
            ${CMAKE_CURRENT_SOURCE_DIR}/differential/test.sh)
    set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED prefix PROCESSORS 2)
endforeach()

# The benchmark, as a program: that it runs, and that what it writes is whole.
if(TARGET ravel_bench)
    ravel_test(bench_quick LABELS slow SECONDS 240
        COMMAND ${PROJECT_SOURCE_DIR}/bench/test.sh $<TARGET_FILE:ravel> $<TARGET_FILE:ravel_bench>)
endif()
