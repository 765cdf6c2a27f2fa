# The two libraries from one set of objects.
file(GLOB ravel_sources CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/src/core/*.c ${PROJECT_SOURCE_DIR}/src/plan/*.c
    ${PROJECT_SOURCE_DIR}/src/dispatch/*.c ${PROJECT_SOURCE_DIR}/src/run/*.c ${PROJECT_SOURCE_DIR}/src/api/*.c)
add_library(ravel_common OBJECT ${ravel_sources})
target_link_libraries(ravel_common PRIVATE ravel_library_flags Threads::Threads)
target_include_directories(ravel_common PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(ravel_common PRIVATE ${ravel_isa_definitions})
# Here are checks and plans, no loops over elements: -O3 brings nothing but code size and doubtful warnings.
target_compile_options(ravel_common PRIVATE $<$<CONFIG:Release>:-O2>)
if(RAVEL_BUILD_FUZZERS) # the loops over elements would only slow it down
    target_compile_options(ravel_common PRIVATE -fsanitize=fuzzer-no-link)
endif()
if(RAVEL_ABI_INFO)
    # Functions with equal code stay functions of their own, or only one of them would be described.
    target_compile_options(ravel_common PRIVATE -g $<$<C_COMPILER_ID:GNU>:-fno-ipa-icf>)
endif()

add_library(ravel SHARED)
add_library(ravel_static STATIC)
add_library(ravel::ravel ALIAS ravel)
add_library(ravel::ravel_static ALIAS ravel_static)
foreach(library ravel ravel_static)
    target_sources(${library} PRIVATE $<TARGET_OBJECTS:ravel_common> ${ravel_objects})
    target_include_directories(${library} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(${library} PRIVATE Threads::Threads)
    set_target_properties(${library} PROPERTIES OUTPUT_NAME ravel LINKER_LANGUAGE C)
endforeach()

# Until 1.0 the number in the SONAME is 0; afterwards it is the major version.
set(ravel_version_script ${PROJECT_SOURCE_DIR}/cmake/ravel.map)
set_target_properties(ravel PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
    LINK_DEPENDS ${ravel_version_script})
target_link_options(ravel PRIVATE
    LINKER:--version-script=${ravel_version_script}
    LINKER:-Bsymbolic # calls of the library inside of the library never leave it
    LINKER:-z,relro,-z,now)
if(RAVEL_SANITIZE)
    # A sanitizer's runtime comes with the program.
    target_link_options(ravel PRIVATE -fsanitize=${RAVEL_SANITIZE})
    target_link_options(ravel_static INTERFACE $<BUILD_INTERFACE:-fsanitize=${RAVEL_SANITIZE}>)
else()
    target_link_options(ravel PRIVATE LINKER:--no-undefined)
endif()
if(RAVEL_COVERAGE)
    target_link_options(ravel PRIVATE --coverage)
    target_link_options(ravel_static INTERFACE $<BUILD_INTERFACE:--coverage>)
endif()
