/* sha256.h: the hash function SHA-256 (FIPS 180-4). */
#ifndef TESTS_SUPPORT_SHA256_H
#define TESTS_SUPPORT_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BLOCK = 64, SHA256_TEXT = 65 };

typedef struct sha256 {
    uint32_t state[8];
    uint64_t nbytes;
    unsigned char block[SHA256_BLOCK];
} sha256;

void sha256_begin(sha256 *hash);
void sha256_add(sha256 *hash, const void *bytes, size_t nbytes);
/* Writes 64 hexadecimal digits and a NUL. */
void sha256_end(sha256 *hash, char text[SHA256_TEXT]);

#endif
