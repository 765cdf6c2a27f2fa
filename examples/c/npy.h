/* npy.h: .npy files, described in place. */
#ifndef NPY_H
#define NPY_H

#include <ravel/ravel.h>

#define NPY_MAX_NDIM 8

/* A file's bytes, and a read-only array over the elements among them: whatever their byte order and alignment. */
typedef struct {
    unsigned char *content;
    ravel_array *array;
    int32_t ndim;
    int64_t shape[NPY_MAX_NDIM];
} npy_file;

/* Reads folder/name. Returns NULL, or a text that says what is wrong; then there is nothing to free. */
const char *npy_read(ravel_context *context, const char *folder, const char *name, npy_file *file);
void npy_free(npy_file *file);

#endif
