/* message.c: how a call fails in words: one small formatter, no locale, no allocation. */
#include "call.h"
#include "dtype_table.h"
#include "handle.h"
#include "scalar.h"
#include "shortest.h"
#include <stdarg.h>
#include <string.h>

/* In messages longer shapes and names are cut, so that the rest has room. */
#define MAX_SHAPE_NBYTES 160
#define MAX_NAME_NBYTES 64

/* Where text goes. length counts what does not fit, too. */
typedef struct text_sink {
    char *buffer;
    size_t size, length;
    bool brief;
} text_sink;

static void put(text_sink *sink, char character)
{
    if (sink->length + 1 < sink->size)
        sink->buffer[sink->length] = character;
    sink->length++;
}

static void put_text(text_sink *sink, const char *text)
{
    for (; *text != 0; text++)
        put(sink, *text);
}

/* How many bytes the UTF-8 sequence starting with `lead` has, 0 if none starts with it. */
static size_t utf8_length(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

/* The bytes of the valid sequence at text, 0 if it is not valid. */
static size_t utf8_sequence(const unsigned char *text)
{
    size_t length = utf8_length(text[0]);
    for (size_t i = 1; i < length; i++) {
        unsigned char lowest = 0x80, highest = 0xBF;
        if (i == 1) {
            lowest = text[0] == 0xE0 ? 0xA0 : text[0] == 0xF0 ? 0x90 : 0x80;
            highest = text[0] == 0xED ? 0x9F : text[0] == 0xF4 ? 0x8F : 0xBF;
        }
        if (text[i] < lowest || text[i] > highest)
            return 0;
    }
    return length;
}

/* Text of the caller's: a message stays one line of UTF-8 whatever is in it. */
static void put_foreign_text(text_sink *sink, const char *text, ptrdiff_t limit)
{
    const char *const start = text;
    while (*text != 0) {
        if (text - start >= limit) {
            put_text(sink, "...");
            return;
        }
        size_t length = utf8_sequence((const unsigned char *)text);
        if (length == 0 || (unsigned char)*text < 0x20 || *text == 0x7F) {
            put(sink, '?');
            text++;
            continue;
        }
        for (; length > 0; length--)
            put(sink, *text++);
    }
}

static void put_unsigned(text_sink *sink, uint64_t value, uint64_t base)
{
    char digits[20];
    int n = 0;
    do {
        digits[n++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    while (n > 0)
        put(sink, digits[--n]);
}

static void put_signed(text_sink *sink, int64_t value)
{
    if (value < 0)
        put(sink, '-');
    put_unsigned(sink, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10);
}

static void put_double(text_sink *sink, double value)
{
    char digits[RVL_SHORTEST_SIZE];
    rvl_shortest(value, digits);
    put_text(sink, digits);
}

/* One native element. */
static void put_value(text_sink *sink, int32_t dtype, const void *value)
{
    const int32_t kind = rvl_dtypes[dtype].kind;
    double real, parts[2];
    int64_t integer;
    uint64_t natural;
    if (kind == RAVEL_KIND_BOOL) {
        put_text(sink, *(const uint8_t *)value ? "true" : "false");
    } else if (kind == RAVEL_KIND_SIGNED) {
        (void)rvl_scalar_convert(dtype, value, RAVEL_INT64, &integer);
        put_signed(sink, integer);
    } else if (kind == RAVEL_KIND_UNSIGNED) {
        (void)rvl_scalar_convert(dtype, value, RAVEL_UINT64, &natural);
        put_unsigned(sink, natural, 10);
    } else if (kind == RAVEL_KIND_FLOAT) {
        (void)rvl_scalar_convert(dtype, value, RAVEL_FLOAT64, &real);
        put_double(sink, real);
    } else {
        (void)rvl_scalar_convert(dtype, value, RAVEL_COMPLEX128, parts);
        uint64_t bits; /* compared as a number, NaN could trap */
        memcpy(&bits, &parts[1], sizeof bits);
        const bool is_negative = bits >> 63;
        bits &= INT64_MAX;
        memcpy(&parts[1], &bits, sizeof bits);
        put_double(sink, parts[0]);
        put_text(sink, is_negative ? " - " : " + ");
        put_double(sink, parts[1]);
        put(sink, 'i');
    }
}

static void put_dtype(text_sink *sink, int32_t dtype)
{
    if (rvl_dtype_valid(dtype)) {
        put_text(sink, rvl_dtypes[dtype].name);
    } else {
        put_text(sink, "dtype ");
        put_signed(sink, dtype);
    }
}

static void put_axes(text_sink *sink, int32_t begin, int32_t end, const int64_t *shape)
{
    for (int32_t axis = begin; axis < end; axis++) {
        if (axis > begin)
            put_text(sink, ", ");
        put_signed(sink, shape[axis]);
    }
}

static void put_shape(text_sink *sink, int32_t ndim, const int64_t *shape)
{
    text_sink whole = {NULL, 0, 0, false};
    put_axes(&whole, 0, ndim, shape);
    put(sink, '(');
    if (sink->brief && whole.length > MAX_SHAPE_NBYTES) {
        put_axes(sink, 0, 3, shape); /* an axis takes 21 bytes at most: there are more than 7 */
        put_text(sink, ", ..., ");
        put_axes(sink, ndim - 3, ndim, shape);
        put_text(sink, " of ");
        put_signed(sink, ndim);
        put_text(sink, " axes");
    } else {
        put_axes(sink, 0, ndim, shape);
        put_text(sink, ndim == 1 ? "," : "");
    }
    put(sink, ')');
}

static void put_format(text_sink *sink, const char *format, va_list arguments)
{
    for (; *format != 0; format++) {
        if (*format != '%') {
            put(sink, *format);
            continue;
        }
        format++;
        if (*format == 's') {
            put_foreign_text(sink, va_arg(arguments, const char *), PTRDIFF_MAX);
        } else if (*format == 'n') {
            put(sink, '"');
            put_foreign_text(sink, va_arg(arguments, const char *), MAX_NAME_NBYTES);
            put(sink, '"');
        } else if (*format == 'i') {
            put_signed(sink, va_arg(arguments, int32_t));
        } else if (*format == 'l') {
            put_signed(sink, va_arg(arguments, int64_t));
        } else if (*format == 'z') {
            put_unsigned(sink, va_arg(arguments, size_t), 10);
        } else if (*format == 'x') {
            put_text(sink, "0x");
            put_unsigned(sink, va_arg(arguments, uint64_t), 16);
        } else if (*format == 'd') {
            put_dtype(sink, va_arg(arguments, int32_t));
        } else if (*format == 'g') {
            put_double(sink, va_arg(arguments, double));
        } else if (*format == 'v') {
            int32_t dtype = va_arg(arguments, int32_t);
            put_value(sink, dtype, va_arg(arguments, const void *));
        } else if (*format == 'S') {
            int32_t ndim = va_arg(arguments, int32_t);
            put_shape(sink, ndim, va_arg(arguments, const int64_t *));
        } else {
            put(sink, '%');
        }
    }
}

/* Ends the text, never in the middle of a character. Gives the size of the whole with its NUL. */
static size_t finish(text_sink *sink)
{
    if (sink->size > 0) {
        size_t end = sink->length;
        if (end >= sink->size) {
            end = sink->size - 1;
            size_t start = end;
            while (start > 0 && ((unsigned char)sink->buffer[start - 1] & 0xC0) == 0x80)
                start--;
            if (start > 0 && start - 1 + utf8_length((unsigned char)sink->buffer[start - 1]) > end)
                end = start - 1;
        }
        sink->buffer[end] = 0;
    }
    return sink->length + 1;
}

size_t rvl_format(char *buffer, size_t size, const char *format, ...)
{
    text_sink sink = {buffer, size, 0, false};
    va_list arguments;
    va_start(arguments, format);
    put_format(&sink, format, arguments);
    va_end(arguments);
    return finish(&sink);
}

ravel_status rvl_copy_text(const char *text, char *buffer, size_t size, size_t *needed)
{
    if (buffer == NULL && size > 0)
        return RAVEL_NULL_ARGUMENT;
    text_sink sink = {buffer, size, 0, false};
    put_text(&sink, text);
    size_t whole = finish(&sink);
    if (needed != NULL)
        *needed = whole;
    return RAVEL_OK;
}

ravel_status rvl_fail(rvl_call *call, ravel_status status, int32_t argument, int32_t axis, const char *format, ...)
{
    if (call->context == NULL)
        return status;
    rvl_error *error = &call->context->error;
    error->status = status;
    error->argument = argument;
    error->axis = axis;
    text_sink sink = {error->message, sizeof error->message, 0, true};
    put_text(&sink, call->function);
    put_text(&sink, ": ");
    va_list arguments;
    va_start(arguments, format);
    put_format(&sink, format, arguments);
    va_end(arguments);
    finish(&sink);
    return status;
}

ravel_status rvl_fail_handle(rvl_call *call, ravel_status status, uint64_t handle, const char *role, int32_t argument,
                             const char *noun)
{
    static const char *const nouns[] = {"unknown object", "context", "array", "kernel"};
    switch (status) {
    case RAVEL_NULL_ARGUMENT:
        return rvl_fail(call, status, argument, -1, "%s is NULL, expected a handle of type %s", role, noun);
    case RAVEL_STALE_HANDLE:
        return rvl_fail(call, status, argument, -1, "%s is the handle of a destroyed %s", role,
                        nouns[rvl_handle_type_of(handle)]);
    case RAVEL_WRONG_HANDLE_TYPE:
        return rvl_fail(call, status, argument, -1, "%s is a handle of type %s, expected %s", role,
                        nouns[rvl_handle_type_of(handle)], noun);
    default:
        return rvl_fail(call, status, argument, -1, "%s is not a handle that this library gave out, expected %s", role,
                        noun);
    }
}
