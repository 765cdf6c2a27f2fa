/* png.c: a grey picture, in deflate blocks that are stored as they are. */
#include "png.h"

#include "checksum.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_BLOCK = 65535 };

static unsigned char *put_big_endian(unsigned char *at, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        *at++ = (unsigned char)(value >> shift);
    return at;
}

static bool write_chunk(FILE *stream, const char *kind, const unsigned char *data, size_t nbytes)
{
    unsigned char size[4], checksum[4];
    put_big_endian(size, (uint32_t)nbytes);
    put_big_endian(checksum, crc32_of(crc32_of(0, kind, 4), data, nbytes));
    return fwrite(size, 1, 4, stream) == 4 && fwrite(kind, 1, 4, stream) == 4 &&
           fwrite(data, 1, nbytes, stream) == nbytes && fwrite(checksum, 1, 4, stream) == 4;
}

/* Each row begins with the number of its filter: 0, none. */
static unsigned char *filter_rows(const unsigned char *grey, size_t width, size_t height)
{
    unsigned char *rows = calloc(height, width + 1);
    for (size_t y = 0; rows != NULL && y < height; y++)
        memcpy(rows + y * (width + 1) + 1, grey + y * width, width);
    return rows;
}

/* A zlib stream of stored blocks. */
static unsigned char *store(const unsigned char *bytes, size_t nbytes, size_t *stored_nbytes)
{
    size_t n_blocks = (nbytes + LARGEST_BLOCK - 1) / LARGEST_BLOCK;
    unsigned char *stream = malloc(2 + n_blocks * 5 + nbytes + 4);
    if (stream == NULL)
        return NULL;
    unsigned char *at = stream;
    *at++ = 0x78;
    *at++ = 0x01;
    for (size_t first = 0; first < nbytes; first += LARGEST_BLOCK) {
        size_t size = nbytes - first < LARGEST_BLOCK ? nbytes - first : LARGEST_BLOCK;
        *at++ = first + size == nbytes;
        *at++ = (unsigned char)(size & 0xff);
        *at++ = (unsigned char)(size >> 8);
        *at++ = (unsigned char)(~size & 0xff);
        *at++ = (unsigned char)(~size >> 8 & 0xff);
        memcpy(at, bytes + first, size);
        at += size;
    }
    at = put_big_endian(at, adler32_of(1, bytes, nbytes));
    *stored_nbytes = (size_t)(at - stream);
    return stream;
}

bool png_write(const char *path, const unsigned char *grey, uint32_t width, uint32_t height)
{
    static const unsigned char signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    unsigned char header[13] = {0};
    put_big_endian(put_big_endian(header, width), height);
    header[8] = 8; /* bits; the zeros behind are: grey, deflate, filters by row, not interlaced */

    size_t nbytes = 0;
    unsigned char *rows = filter_rows(grey, width, height);
    unsigned char *data = rows == NULL ? NULL : store(rows, ((size_t)width + 1) * height, &nbytes);
    FILE *stream = data == NULL ? NULL : fopen(path, "wb");
    bool done = false;
    if (stream != NULL) {
        done = fwrite(signature, 1, sizeof signature, stream) == sizeof signature &&
               write_chunk(stream, "IHDR", header, sizeof header) && write_chunk(stream, "IDAT", data, nbytes) &&
               write_chunk(stream, "IEND", header, 0);
        done = fclose(stream) == 0 && done;
    }
    free(data);
    free(rows);
    return done;
}
