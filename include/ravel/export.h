/* export.h: how the public declarations are marked. */
#ifndef RAVEL_EXPORT_H
#define RAVEL_EXPORT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#    define RAVEL_BEGIN_DECLARATIONS extern "C" {
#    define RAVEL_END_DECLARATIONS }
#else
#    define RAVEL_BEGIN_DECLARATIONS
#    define RAVEL_END_DECLARATIONS
#endif

/* Everything else in the library is hidden. A program that links libravel.a needs no other setting. */
#if defined(__GNUC__)
#    define RAVEL_API __attribute__((visibility("default")))
#else
#    define RAVEL_API
#endif

/* A status that nobody reads is a mistake that nobody sees: a compiler warning, unless RAVEL_ALLOW_UNUSED_STATUS is
 * defined before the first ravel header. */
#if defined(__GNUC__) && !defined(RAVEL_ALLOW_UNUSED_STATUS)
#    define RAVEL_CHECK_STATUS __attribute__((warn_unused_result))
#else
#    define RAVEL_CHECK_STATUS
#endif

#endif
