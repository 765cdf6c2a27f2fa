/* sha256.c: the hash function SHA-256 (FIPS 180-4). */
#include "sha256.h"
#include <string.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, int32_t n)
{
    return x >> n | x << (32 - n);
}

static void add_block(sha256 *hash, const unsigned char *block)
{
    uint32_t words[64], s[8];
    for (int32_t i = 0; i < 16; i++, block += 4)
        words[i] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 | (uint32_t)block[2] << 8 | (uint32_t)block[3];
    for (int32_t i = 16; i < 64; i++) {
        const uint32_t a = words[i - 15], b = words[i - 2];
        words[i] = words[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + words[i - 7] +
                   (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
    memcpy(s, hash->state, sizeof s);
    for (int32_t i = 0; i < 64; i++) {
        const uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        const uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        const uint32_t first =
            s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + choice + constants[i] + words[i];
        const uint32_t second = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += first;
        s[0] = first + second;
    }
    for (int32_t i = 0; i < 8; i++)
        hash->state[i] += s[i];
}

void sha256_begin(sha256 *hash)
{
    /* The same of the square roots of the first 8 primes. */
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(hash->state, start, sizeof start);
    hash->nbytes = 0;
}

void sha256_add(sha256 *hash, const void *bytes, size_t nbytes)
{
    const unsigned char *next = bytes;
    while (nbytes > 0) {
        const size_t held = (size_t)(hash->nbytes % SHA256_BLOCK);
        const size_t n = nbytes < SHA256_BLOCK - held ? nbytes : SHA256_BLOCK - held;
        hash->nbytes += n;
        if (n == SHA256_BLOCK) {
            add_block(hash, next);
        } else {
            memcpy(hash->block + held, next, n);
            if (held + n == SHA256_BLOCK)
                add_block(hash, hash->block);
        }
        next += n;
        nbytes -= n;
    }
}

void sha256_end(sha256 *hash, char text[SHA256_TEXT])
{
    static const unsigned char padding[SHA256_BLOCK] = {0x80};
    static const char digits[] = "0123456789abcdef";
    const uint64_t n_bits = hash->nbytes * 8;
    const size_t held = (size_t)(hash->nbytes % SHA256_BLOCK);
    unsigned char length[8];
    for (int32_t i = 0; i < 8; i++)
        length[i] = (unsigned char)(n_bits >> (56 - 8 * i));
    sha256_add(hash, padding, (held < 56 ? 56 : 120) - held);
    sha256_add(hash, length, sizeof length);
    for (int32_t i = 0; i < 64; i++)
        text[i] = digits[hash->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    text[64] = 0;
}
