/* checksum.c: the two checksums of a PNG file, bit by bit: small, and fast enough for a picture. */
#include "checksum.h"

uint32_t crc32_of(uint32_t crc, const void *bytes, size_t nbytes)
{
    const unsigned char *byte = bytes;
    crc = ~crc;
    for (size_t i = 0; i < nbytes; i++) {
        crc ^= byte[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ UINT32_C(0xedb88320) : crc >> 1;
    }
    return ~crc;
}

uint32_t adler32_of(uint32_t adler, const void *bytes, size_t nbytes)
{
    const unsigned char *byte = bytes;
    uint32_t a = adler & 0xffff, b = adler >> 16;
    for (size_t i = 0; i < nbytes; i++) {
        a = (a + byte[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}
