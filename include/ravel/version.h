/* version.h: the version of the header and of the library. CMakeLists.txt reads the three numbers below. */
#ifndef RAVEL_VERSION_H
#define RAVEL_VERSION_H

#include <ravel/export.h>

#define RAVEL_VERSION_MAJOR 0
#define RAVEL_VERSION_MINOR 1
#define RAVEL_VERSION_PATCH 0

RAVEL_BEGIN_DECLARATIONS

/* Writes the version of the library that runs, which may be newer than the header a program was compiled with.
 * Any of the three pointers may be NULL. Cannot fail. Thread-safe. */
RAVEL_API void ravel_version(int32_t *major, int32_t *minor, int32_t *patch);

RAVEL_END_DECLARATIONS

#endif
