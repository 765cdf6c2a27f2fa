/* version.c: the version of the library that runs. */
#include <ravel/version.h>

void ravel_version(int32_t *major, int32_t *minor, int32_t *patch)
{
    if (major != NULL)
        *major = RAVEL_VERSION_MAJOR;
    if (minor != NULL)
        *minor = RAVEL_VERSION_MINOR;
    if (patch != NULL)
        *patch = RAVEL_VERSION_PATCH;
}
