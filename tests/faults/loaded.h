/* loaded.h: a copy of the library that the program loads by itself, and the functions in it that the tests call. */
#ifndef TESTS_FAULTS_LOADED_H
#define TESTS_FAULTS_LOADED_H

#include <dlfcn.h>
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <string.h>

/* FUNCTION(name): ravel_<name>. */
#define LOADED_FUNCTIONS(FUNCTION) \
    FUNCTION(context_create)       \
    FUNCTION(context_destroy)      \
    FUNCTION(context_set_threads)  \
    FUNCTION(context_events)       \
    FUNCTION(array_create)         \
    FUNCTION(array_destroy)        \
    FUNCTION(array_ndim)           \
    FUNCTION(kernel_create)        \
    FUNCTION(kernel_destroy)       \
    FUNCTION(kernel_find)          \
    FUNCTION(kernel_arity)         \
    FUNCTION(apply)

#define LOADED_MEMBER(name) __typeof__(ravel_##name) *name;
typedef struct loaded {
    void *library;
    LOADED_FUNCTIONS(LOADED_MEMBER)
} loaded;

/* A data pointer that the dynamic linker gave, as the function that it is. */
#define LOADED_FIND(name)                                     \
    {                                                         \
        void *address = dlsym(copy->library, "ravel_" #name); \
        memcpy(&copy->name, &address, sizeof copy->name);     \
        all_there = all_there && address != NULL;             \
    }

/* Finds the functions of an open library; gives whether all are there. */
static inline bool loaded_find(loaded *copy)
{
    bool all_there = true;
    LOADED_FUNCTIONS(LOADED_FIND)
    return all_there;
}

/* One of each: what a host holds of a copy of the library. */
typedef struct loaded_objects {
    ravel_context *context;
    ravel_array *array, *out;
    const ravel_kernel *kernel, *builtin;
} loaded_objects;

static inline int32_t loaded_halve(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        ((double *)out[0])[i] = ((const double *)in[0])[i] / 2;
    return 0;
}

/* Makes one of each, over n numbers and n results. */
static inline bool loaded_make(const loaded *copy, int64_t n, double *numbers, double *results, loaded_objects *made)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {loaded_halve};
    const size_t nbytes = (size_t)n * sizeof *numbers;
    return copy->context_create(&made->context) == RAVEL_OK &&
           copy->array_create(NULL, numbers, nbytes, 0, RAVEL_FLOAT64, 1, &n, NULL, 0, &made->array) == RAVEL_OK &&
           copy->array_create(NULL, results, nbytes, 0, RAVEL_FLOAT64, 1, &n, NULL, RAVEL_WRITEABLE, &made->out) ==
               RAVEL_OK &&
           copy->kernel_create(NULL, "halve", 1, 1, 1, dtypes, loops, NULL, NULL, RAVEL_KERNEL_THREAD_SAFE, NULL,
                               &made->kernel) == RAVEL_OK &&
           copy->kernel_find(NULL, "sin", &made->builtin) == RAVEL_OK;
}

/* Whether the answer is that the handle is none of this copy's. */
static inline bool loaded_refuses(ravel_status status)
{
    return status == RAVEL_FORGED_HANDLE || status == RAVEL_STALE_HANDLE;
}

/* Whether this copy takes none of what another one gave out. */
static inline bool loaded_refuses_all(const loaded *copy, const loaded_objects *others)
{
    uint64_t events = 0;
    int32_t number = 0;
    return loaded_refuses(copy->context_events(others->context, &events)) &&
           loaded_refuses(copy->array_ndim(others->array, &number)) &&
           loaded_refuses(copy->array_ndim(others->out, &number)) &&
           loaded_refuses(copy->kernel_arity(others->kernel, &number, &number)) &&
           loaded_refuses(copy->kernel_arity(others->builtin, &number, &number));
}

#endif
