# What gets installed, and where.
#
#     ravel_install(NAME libdir [EXCLUDE_FROM_ALL])
#
# makes the components NAME_runtime (the shared library) and NAME_development (all else). `cmake --install` takes the
# first call's; packages of systems that keep their libraries elsewhere take those of other calls, from the same build.
include(CMakePackageConfigHelpers)

function(ravel_install name libdir)
    set(stage ${PROJECT_BINARY_DIR}/install/${name})
    set(runtime COMPONENT ${name}_runtime ${ARGN})
    set(development COMPONENT ${name}_development ${ARGN})

    install(TARGETS ravel ravel_static EXPORT ravel_${name}
        LIBRARY DESTINATION ${libdir} ${runtime} NAMELINK_COMPONENT ${name}_development
        ARCHIVE DESTINATION ${libdir} ${development})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/ravel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} ${development}
        FILES_MATCHING PATTERN "*.h")

    install(EXPORT ravel_${name} FILE ravel-targets.cmake NAMESPACE ravel:: DESTINATION ${libdir}/cmake/ravel ${development})
    configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/ravel-config.cmake.in ${stage}/ravel-config.cmake
        INSTALL_DESTINATION ${libdir}/cmake/ravel)
    # Before 1.0 a minor version may break what came before it.
    if(PROJECT_VERSION_MAJOR EQUAL 0)
        set(compatibility SameMinorVersion)
    else()
        set(compatibility SameMajorVersion)
    endif()
    write_basic_package_version_file(${stage}/ravel-config-version.cmake COMPATIBILITY ${compatibility})
    install(FILES ${stage}/ravel-config.cmake ${stage}/ravel-config-version.cmake
        DESTINATION ${libdir}/cmake/ravel ${development})

    # ravel.pc finds its prefix from its own place, so that the whole may be moved.
    if(IS_ABSOLUTE "${libdir}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
        set(ravel_pc_prefix ${CMAKE_INSTALL_PREFIX})
        set(ravel_pc_libdir ${CMAKE_INSTALL_FULL_LIBDIR})
        set(ravel_pc_includedir ${CMAKE_INSTALL_FULL_INCLUDEDIR})
    else()
        file(RELATIVE_PATH up /${libdir}/pkgconfig /)
        string(REGEX REPLACE "/$" "" up "${up}")
        set(ravel_pc_prefix "\${pcfiledir}/${up}")
        set(ravel_pc_libdir "\${prefix}/${libdir}")
        set(ravel_pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
    endif()
    configure_file(${PROJECT_SOURCE_DIR}/pkgconfig/ravel.pc.in ${stage}/ravel.pc @ONLY)
    install(FILES ${stage}/ravel.pc DESTINATION ${libdir}/pkgconfig ${development})
endfunction()

# Licence and changelog, where the named package keeps them.
function(ravel_install_documents component package)
    install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/${package} RENAME copyright
        COMPONENT ${component} ${ARGN})
    install(FILES ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/${package}
        COMPONENT ${component} ${ARGN})
endfunction()

ravel_install(ravel ${CMAKE_INSTALL_LIBDIR})
ravel_install_documents(ravel_development ravel)
