/* program.c: a user's program, C and C++ alike: adds two arrays and checks the sum. */
#include <ravel/ravel.h>

#define CHECK(call)               \
    do {                          \
        if ((call) != RAVEL_OK) { \
            return __LINE__;      \
        }                         \
    } while (0)

int main(void)
{
    int32_t major, minor, patch;
    ravel_version(&major, &minor, &patch);
    if (major != RAVEL_VERSION_MAJOR || minor != RAVEL_VERSION_MINOR || patch != RAVEL_VERSION_PATCH) {
        return 1;
    }

    double a[6] = {1, 2, 3, 4, 5, 6};
    double out[6] = {0};
    const float b[3] = {10, 20, 30};
    const double expected[6] = {11, 22, 33, 14, 25, 36};
    const int64_t shape[2] = {2, 3};
    ravel_context *context = NULL;
    ravel_array *left = NULL, *right = NULL, *sum = NULL;
    CHECK(ravel_context_create(&context));
    CHECK(ravel_array_create(context, a, sizeof a, 0, RAVEL_FLOAT64, 2, shape, NULL, 0, &left));
    CHECK(ravel_array_create(context, (void *)b, sizeof b, 0, RAVEL_FLOAT32, 1, shape + 1, NULL, 0, &right));
    CHECK(ravel_array_create(context, out, sizeof out, 0, RAVEL_FLOAT64, 2, shape, NULL, RAVEL_WRITEABLE, &sum));
    CHECK(ravel_add(context, left, right, sum));
    for (int i = 0; i < 6; i++) {
        if (out[i] != expected[i]) {
            return 2;
        }
    }
    if (ravel_add(context, left, right, left) != RAVEL_READ_ONLY) {
        return 3;
    }
    CHECK(ravel_array_destroy(left));
    CHECK(ravel_array_destroy(right));
    CHECK(ravel_array_destroy(sum));
    CHECK(ravel_context_destroy(context));
    return 0;
}
