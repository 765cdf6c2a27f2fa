/* test_helpers.c: tests the examples' own helpers in a folder: checksums of known text, .npy files, a picture. */
#include "arrays.h"
#include "checksum.h"
#include "npy.h"
#include "png.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int passed, failed;

static void check(int holds, const char *what)
{
    holds ? passed++ : failed++;
    if (!holds)
        printf("FAILED: %s\n", what);
}

static void write_npy(const char *folder, const char *header, size_t header_size, const void *data, size_t nbytes)
{
    char path[4096];
    unsigned char start[10] = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (unsigned char)header_size, 0};
    snprintf(path, sizeof path, "%s/test.npy", folder);
    FILE *stream = fopen(path, "wb");
    if (stream == NULL || fwrite(start, 1, sizeof start, stream) != sizeof start ||
        fwrite(header, 1, strlen(header), stream) != strlen(header) || fwrite(data, 1, nbytes, stream) != nbytes ||
        fclose(stream) != 0) {
        fprintf(stderr, "%s cannot be written\n", path);
        exit(EXIT_FAILURE);
    }
}

static void check_npy(ravel_context *context, const char *folder)
{
    static const unsigned char big_endian[4] = {0x01, 0x02, 0x03, 0x04};
    static const struct {
        const char *header;
        const char *wrong; /* NULL: nothing */
    } cases[] = {
        {"{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }", NULL},
        {"{'descr': '>i2', 'fortran_order': False, 'shape': (1, 2), }", NULL},
        {"{'descr': '>i4', 'fortran_order': False, 'shape': (), }", NULL},
        {"{'descr': '>i2', 'fortran_order': False, 'shape': (3,), }", "the file is shorter than its shape"},
        {"{'descr': '>i2', 'fortran_order': False, 'shape': (-1,), }", "the file is shorter than its shape"},
        {"{'descr': '<M8', 'fortran_order': False, 'shape': (2,), }", "ravel has no such dtype"},
        {"{'descr': '>i2', 'fortran_order': True, 'shape': (2,), }", "the file is not in C order"},
        {"{'descr': '>i2', 'fortran_order': False, 'shape': (x,), }", "the header's shape cannot be read"},
        {"{'fortran_order': False, 'shape': (2,), }", "the header has no simple dtype"},
    };
    npy_file file;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_npy(folder, cases[i].header, strlen(cases[i].header), big_endian, sizeof big_endian);
        const char *wrong = npy_read(context, folder, "test.npy", &file);
        check(wrong == NULL ? cases[i].wrong == NULL : cases[i].wrong && strcmp(wrong, cases[i].wrong) == 0,
              cases[i].header);
        if (wrong != NULL)
            continue;
        if (file.ndim == 1) {
            int16_t values[2];
            ravel_array *native = NULL;
            must(context, ravel_array_create(context, values, sizeof values, 0, RAVEL_DTYPE_OF(values), 1,
                                             (int64_t[]){2}, NULL, RAVEL_WRITEABLE, &native));
            must(context, ravel_copy(context, file.array, native));
            check(values[0] == 0x0102 && values[1] == 0x0304, "swapped values");
            ravel_array_destroy(native);
        }
        npy_free(&file);
    }
    write_npy(folder, "{}", 200, big_endian, sizeof big_endian);
    check(npy_read(context, folder, "test.npy", &file) != NULL, "a header that is cut off");
    check(npy_read(context, folder, "missing.npy", &file) != NULL, "no file");
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: test_helpers FOLDER\n");
        return EXIT_FAILURE;
    }
    ravel_context *context = NULL;
    must(NULL, ravel_context_create(&context));

    check(crc32_of(0, "123456789", 9) == 0xcbf43926, "CRC-32");
    check(crc32_of(crc32_of(0, "1234", 4), "56789", 5) == 0xcbf43926, "CRC-32 of parts");
    check(adler32_of(1, "Wikipedia", 9) == 0x11e60398, "Adler-32");
    check_npy(context, argv[1]);

    char path[4096];
    snprintf(path, sizeof path, "%s/test.png", argv[1]);
    static unsigned char grey[300 * 301]; /* more than one stored block */
    for (size_t i = 0; i < sizeof grey; i++)
        grey[i] = (unsigned char)(i * i);
    check(png_write(path, grey, 300, 301), "a picture");
    snprintf(path, sizeof path, "%s/none/test.png", argv[1]);
    check(!png_write(path, grey, 300, 301), "a picture where there is no folder");

    ravel_context_destroy(context);
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
