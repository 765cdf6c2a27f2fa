/* checksum.h: the two checksums of a PNG file. */
#ifndef CHECKSUM_H
#define CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The CRC-32 of bytes that follow those of `crc` (0 at first). */
uint32_t crc32_of(uint32_t crc, const void *bytes, size_t nbytes);

/* The Adler-32 of bytes that follow those of `adler` (1 at first). */
uint32_t adler32_of(uint32_t adler, const void *bytes, size_t nbytes);

#endif
