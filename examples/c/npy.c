/* npy.c: .npy files, described in place: the header is parsed, the elements stay where they are. */
#include "npy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All of a file, with a NUL behind it. */
static unsigned char *read_all(const char *folder, const char *name, size_t *nbytes)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return NULL;
    FILE *stream = fopen(path, "rb");
    if (stream == NULL)
        return NULL;
    unsigned char *content = NULL;
    if (fseek(stream, 0, SEEK_END) == 0) {
        long size = ftell(stream);
        rewind(stream);
        content = size < 0 ? NULL : malloc((size_t)size + 1);
        if (content != NULL && fread(content, 1, (size_t)size, stream) != (size_t)size) {
            free(content);
            content = NULL;
        }
        if (content != NULL) {
            content[size] = 0;
            *nbytes = (size_t)size;
        }
    }
    fclose(stream);
    return content;
}

/* What follows "'key': " in the header, a Python dictionary. */
static const char *value_of(const char *header, const char *key)
{
    const char *found = strstr(header, key);
    return found == NULL ? NULL : found + strlen(key) + strspn(found + strlen(key), ": ");
}

static const char *parse_shape(const char *text, npy_file *file)
{
    if (text == NULL || *text++ != '(')
        return "the header has no shape";
    for (file->ndim = 0; *text != ')'; file->ndim++) {
        char *end;
        if (file->ndim == NPY_MAX_NDIM)
            return "too many dimensions";
        file->shape[file->ndim] = strtoll(text, &end, 10);
        if (end == text)
            return "the header's shape cannot be read";
        text = end + strspn(end, ", ");
    }
    return NULL;
}

static const char *describe(ravel_context *context, npy_file *file, size_t nbytes)
{
    const unsigned char *content = file->content;
    if (nbytes < 12 || memcmp(content, "\x93NUMPY", 6) != 0)
        return "this is no .npy file";
    size_t start = content[6] == 1 ? 10 : 12;
    size_t header_size = content[8] | (size_t)content[9] << 8;
    if (start == 12)
        header_size |= (size_t)content[10] << 16 | (size_t)content[11] << 24;
    if (header_size > nbytes - start)
        return "the header is cut off";

    char header[1024], dtype_name[16];
    if (header_size >= sizeof header)
        return "the header is too long";
    memcpy(header, content + start, header_size);
    header[header_size] = 0;
    const char *dtype_text = value_of(header, "'descr'"), *order = value_of(header, "'fortran_order'");
    if (dtype_text == NULL || sscanf(dtype_text, "'%15[^']'", dtype_name) != 1)
        return "the header has no simple dtype";
    if (order == NULL || strncmp(order, "False", 5) != 0)
        return "the file is not in C order";
    const char *wrong = parse_shape(value_of(header, "'shape'"), file);
    if (wrong != NULL)
        return wrong;

    int32_t dtype = 0, swapped = 0;
    if (ravel_dtype_parse(context, dtype_name, &dtype, &swapped) != RAVEL_OK)
        return "ravel has no such dtype";
    /* Only reading: the array is not writeable. ravel proves that all elements lie within the file. */
    if (ravel_array_create(context, file->content, nbytes, (int64_t)(start + header_size), dtype, file->ndim,
                           file->shape, NULL, swapped ? RAVEL_SWAPPED : 0, &file->array) != RAVEL_OK)
        return "the file is shorter than its shape";
    return NULL;
}

const char *npy_read(ravel_context *context, const char *folder, const char *name, npy_file *file)
{
    size_t nbytes = 0;
    *file = (npy_file){.content = read_all(folder, name, &nbytes)};
    if (file->content == NULL)
        return "it cannot be read";
    const char *wrong = describe(context, file, nbytes);
    if (wrong != NULL)
        npy_free(file);
    return wrong;
}

void npy_free(npy_file *file)
{
    ravel_array_destroy(file->array);
    free(file->content);
    file->array = NULL;
    file->content = NULL;
}
