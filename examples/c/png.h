/* png.h: a grey picture. */
#ifndef PNG_H
#define PNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes height rows of width grey values as an 8-bit PNG that is not compressed. */
bool png_write(const char *path, const unsigned char *grey, uint32_t width, uint32_t height);

#endif
