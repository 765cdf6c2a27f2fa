# Toolchain: build for IBM Z, which is big-endian, run under qemu.
set(CMAKE_SYSTEM_PROCESSOR s390x)
include(${CMAKE_CURRENT_LIST_DIR}/debian-cross.cmake)
