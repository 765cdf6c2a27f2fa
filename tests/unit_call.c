/* unit_call.c: what stands behind contexts, kernels and arrays during a call: entering, scratch, uses, messages. */
#include "core/descriptor.h"
#include "core/kernel_object.h"
#include "support/run_suite.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static ravel_context *context;
static rvl_call call;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static void expect_error(ravel_status status, const char *message)
{
    int32_t recorded = -1;
    char text[512] = "";
    ck_assert_int_eq(ravel_context_error(context, &recorded, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, message);
    ck_assert_int_eq(recorded, status);
}

START_TEST(a_context_is_entered_once)
{
    rvl_call second;
    ck_assert_int_eq(rvl_call_enter(&call, context, "first"), RAVEL_OK);
    ck_assert_int_eq(rvl_call_enter(&second, context, "second"), RAVEL_BUSY);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_BUSY);
    ck_assert_int_eq(ravel_context_trim(context), RAVEL_BUSY);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OVERLAP), RAVEL_OVERLAP);
    ck_assert_int_eq(rvl_call_enter(&second, context, "second"), RAVEL_OK);
    ck_assert_int_eq(rvl_call_leave(&second, RAVEL_OK), RAVEL_OK);
    ck_assert_int_eq(rvl_call_enter(&second, NULL, "third"), RAVEL_OK);
    ck_assert_ptr_null(second.context);
    ck_assert_int_eq(rvl_call_leave(&second, RAVEL_OK), RAVEL_OK);
}
END_TEST

/* ---- scratch ---- */

/* An allocator that counts, and can fail or misplace. */
typedef struct host_heap {
    int32_t n_allocations, n_releases;
    size_t held;
    bool fails;
    size_t shift;
} host_heap;

static void *host_allocate(size_t nbytes, size_t alignment, void *user)
{
    host_heap *heap = user;
    void *memory = NULL;
    if (heap->fails || posix_memalign(&memory, alignment, nbytes + heap->shift) != 0)
        return NULL;
    heap->n_allocations++;
    heap->held += nbytes;
    return (char *)memory + heap->shift;
}

static void host_release(void *memory, size_t nbytes, size_t alignment, void *user)
{
    host_heap *heap = user;
    ck_assert_uint_eq(alignment, 64);
    heap->n_releases++;
    heap->held -= nbytes;
    free((char *)memory - heap->shift);
}

static ravel_status ask_for(size_t nbytes, void **memory)
{
    ck_assert_int_eq(rvl_call_enter(&call, context, "test"), RAVEL_OK);
    const ravel_status status = rvl_scratch(&call, nbytes, memory);
    if (status == RAVEL_OK)
        memset(*memory, 0xA5, nbytes);
    return rvl_call_leave(&call, status);
}

START_TEST(scratch_is_kept_capped_and_trimmed)
{
    host_heap heap = {0};
    void *first = NULL, *second = NULL;
    ck_assert_int_eq(ask_for(1000, &first), RAVEL_OK); /* from malloc */
    ck_assert_uint_eq((uintptr_t)first % 64, 0);
    ck_assert_int_eq(ravel_context_set_allocator(context, host_allocate, host_release, &heap), RAVEL_OK);
    ck_assert_int_eq(ask_for(1000, &first), RAVEL_OK);
    ck_assert_int_eq(ask_for(500, &second), RAVEL_OK);
    ck_assert_ptr_eq(first, second);
    ck_assert_int_eq(heap.n_allocations, 1);
    ck_assert_int_eq(ask_for(5000, &second), RAVEL_OK);
    ck_assert(heap.n_allocations == 2 && heap.n_releases == 1 && heap.held == 5000);
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, 5000), RAVEL_OK);
    ck_assert_uint_eq(heap.held, 5000);
    second = NULL;
    ck_assert_int_eq(ask_for(5001, &second), RAVEL_SCRATCH_LIMIT);
    expect_error(RAVEL_SCRATCH_LIMIT, "test: needs 5001 bytes of scratch memory, but the context allows 5000");
    ck_assert_ptr_null(second);
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, 4999), RAVEL_OK);
    ck_assert_uint_eq(heap.held, 0);
    ck_assert_int_eq(ask_for(4999, &second), RAVEL_OK);
    ck_assert_int_eq(ravel_context_trim(context), RAVEL_OK);
    ck_assert_uint_eq(heap.held, 0);
    ck_assert_int_eq(ask_for(64, &second), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_allocator(context, NULL, NULL, NULL), RAVEL_OK);
    ck_assert(heap.held == 0 && heap.n_allocations == heap.n_releases);
    ck_assert_int_eq(ask_for(64, &second), RAVEL_OK); /* freed by destroy */
}
END_TEST

START_TEST(allocators_may_fail)
{
    host_heap heap = {.fails = true};
    void *memory = NULL;
    ck_assert_int_eq(ravel_context_set_allocator(context, host_allocate, host_release, &heap), RAVEL_OK);
    ck_assert_int_eq(ask_for(77, &memory), RAVEL_OUT_OF_MEMORY);
    expect_error(RAVEL_OUT_OF_MEMORY, "test: the allocator has no 77 bytes of scratch memory");
    heap.fails = false;
    heap.shift = 16;
    ck_assert_int_eq(ask_for(77, &memory), RAVEL_OUT_OF_MEMORY);
    expect_error(RAVEL_OUT_OF_MEMORY, "test: the allocator gave memory that is not aligned to 64 bytes");
    ck_assert_ptr_null(memory);
    ck_assert(heap.held == 0 && heap.n_allocations == 1 && heap.n_releases == 1);
    heap.shift = 0;
    ck_assert_int_eq(ask_for(77, &memory), RAVEL_OK);
    heap.fails = true; /* what was held is gone, and the next call starts anew */
    ck_assert_int_eq(ask_for(78, &memory), RAVEL_OUT_OF_MEMORY);
    ck_assert_uint_eq(heap.held, 0);
    heap.fails = false;
    ck_assert_int_eq(ask_for(78, &memory), RAVEL_OK);
    ck_assert_int_eq(ravel_context_trim(context), RAVEL_OK);
    ck_assert_uint_eq(heap.held, 0);
}
END_TEST

START_TEST(no_context_has_no_scratch)
{
    void *memory = NULL;
    ck_assert_int_eq(rvl_call_enter(&call, NULL, "test"), RAVEL_OK);
    ck_assert_int_eq(rvl_scratch(&call, 1, &memory), RAVEL_SCRATCH_LIMIT);
    ck_assert_ptr_null(memory);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
}
END_TEST

/* ---- uses of kernels ---- */

static int32_t loop(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n;
    (void)in;
    (void)out;
    (void)user;
    return 0;
}

static void count_release(void *user)
{
    ++*(int32_t *)user;
}

START_TEST(a_kernel_lives_until_its_last_use_ends)
{
    static const int32_t dtypes[] = {RAVEL_INT8, RAVEL_INT8};
    const ravel_kernel_fn loops[] = {loop};
    int32_t n_releases = 0;
    const ravel_kernel *kernel;
    rvl_kernel_use first, second, third;
    ck_assert_int_eq(
        ravel_kernel_create(context, "mine", 1, 1, 1, dtypes, loops, &n_releases, count_release, 0, NULL, &kernel),
        RAVEL_OK);
    ck_assert_int_eq(rvl_call_enter(&call, context, "test"), RAVEL_OK);
    ck_assert_int_eq(rvl_kernel_acquire(&call, kernel, &first), RAVEL_OK);
    ck_assert_int_eq(rvl_kernel_acquire(&call, kernel, &second), RAVEL_OK);
    ck_assert(first.number == -1 && first.reduction == -1 && first.object == second.object);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
    ck_assert_int_eq(rvl_kernel_acquire(&call, kernel, &third), RAVEL_STALE_HANDLE);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_DOUBLE_DESTROY);
    rvl_kernel_release(&first);
    ck_assert_int_eq(n_releases, 0);
    ck_assert_str_eq(rvl_kernel_name(&second), "mine");
    rvl_kernel_release(&second);
    ck_assert_int_eq(n_releases, 1);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
}
END_TEST

/* Who has found a slot may be too late: its object has gone, or another has it. */
START_TEST(a_slot_is_pinned_for_its_own_object)
{
    rvl_slot *slot, *same;
    ck_assert_int_eq(rvl_slot_take(&slot), RAVEL_OK);
    const uint64_t before = rvl_slot_publish(slot, RVL_HANDLE_KERNEL);
    ck_assert(rvl_slot_pin(slot, before));
    ck_assert_uint_eq(rvl_slot_unpin(slot), 1);
    ck_assert_int_eq(rvl_slot_retire(before, RVL_HANDLE_KERNEL, &same), RAVEL_OK);
    ck_assert_uint_eq(rvl_slot_unpin(slot), 0);
    ck_assert(!rvl_slot_pin(slot, before));
    rvl_slot_give_back(slot);
    ck_assert_int_eq(rvl_slot_take(&same), RAVEL_OK);
    ck_assert(same == slot);
    const uint64_t after = rvl_slot_publish(slot, RVL_HANDLE_KERNEL);
    ck_assert(!rvl_slot_pin(slot, before) && rvl_slot_pin(slot, after));
    ck_assert_int_eq(rvl_slot_retire(after, RVL_HANDLE_KERNEL, &same), RAVEL_OK);
    rvl_slot_give_back(slot);
}
END_TEST

START_TEST(built_in_kernels_have_numbers)
{
    rvl_kernel_use use;
    ck_assert_int_eq(rvl_call_enter(&call, context, "test"), RAVEL_OK);
    for (int32_t i = 0; i < rvl_n_builtin_kernels + rvl_n_builtin_reductions; i++) {
        const ravel_kernel *kernel = (const ravel_kernel *)(uintptr_t)rvl_builtin_handle(i);
        ck_assert_int_eq(rvl_builtin_number((uint64_t)(uintptr_t)kernel), i);
        ck_assert_int_eq(rvl_kernel_acquire(&call, kernel, &use), RAVEL_OK);
        ck_assert_int_eq(use.number, i < rvl_n_builtin_kernels ? i : -1);
        ck_assert_int_eq(use.reduction, i < rvl_n_builtin_kernels ? -1 : i - rvl_n_builtin_kernels);
        ck_assert_str_eq(rvl_kernel_name(&use), rvl_builtin_names[i]);
        rvl_kernel_release(&use);
    }
    const uint64_t one_more = rvl_builtin_handle(rvl_n_builtin_kernels + rvl_n_builtin_reductions);
    ck_assert_int_eq(rvl_builtin_number(one_more), -1);
    ck_assert_int_eq(rvl_kernel_acquire(&call, (const ravel_kernel *)(uintptr_t)one_more, &use), RAVEL_FORGED_HANDLE);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
    expect_error(RAVEL_FORGED_HANDLE, "test: kernel is not a handle that this library gave out, expected kernel");
}
END_TEST

/* Only built-in kernels have generation 0, and no memory stands behind their slots. */
START_TEST(an_object_is_no_built_in_kernel)
{
    const int32_t slot = (int32_t)((uint64_t)(uintptr_t)context >> 3 & 0xFFFFF);
    const uint64_t forged = rvl_builtin_handle(0xFFFFF - slot);
    ck_assert_uint_eq(forged >> 3 & 0xFFFFF, (uint64_t)slot);
    ck_assert_int_eq(rvl_builtin_number(forged), -1);
    ck_assert_int_eq(rvl_handle_diagnose(forged), RAVEL_FORGED_HANDLE);
}
END_TEST

/* ---- descriptors that change while they are read ---- */

static _Atomic bool stop;
static ravel_array *shared;

/* Data, buffer and nbytes of any one binding go together. */
static void *read_descriptors(void *n_mixed)
{
    rvl_descriptor descriptor;
    while (!atomic_load(&stop))
        if (rvl_descriptor_peek(shared, &descriptor) != RAVEL_OK ||
            descriptor.data != descriptor.buffer + descriptor.nbytes - 8 || descriptor.shape[0] != 1)
            ++*(int64_t *)n_mixed;
    return NULL;
}

START_TEST(a_reader_sees_one_binding)
{
    enum { N_READERS = 2 };
    static unsigned char memory[64];
    static const int64_t shape[] = {1};
    const char *wanted = getenv("RAVEL_TEST_ITERATIONS");
    const int64_t n = wanted != NULL ? strtoll(wanted, NULL, 10) : 1000000;
    pthread_t threads[N_READERS];
    int64_t n_mixed[N_READERS] = {0};
    ck_assert_int_eq(ravel_array_create(context, memory, 8, 0, RAVEL_FLOAT64, 1, shape, NULL, 0, &shared), RAVEL_OK);
    for (int32_t i = 0; i < N_READERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_descriptors, &n_mixed[i]), 0);
    for (int64_t i = 0; i < n; i++)
        if (ravel_array_rebind(context, shared, memory + i % 7, (size_t)(8 + i % 5), i % 5) != RAVEL_OK)
            ck_abort();
    atomic_store(&stop, true);
    for (int32_t i = 0; i < N_READERS; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
    ck_assert(n_mixed[0] == 0 && n_mixed[1] == 0);
    ck_assert_int_eq(ravel_array_destroy(shared), RAVEL_OK);
}
END_TEST

static void *put_back(void *meta)
{
    rvl_slot *slot = rvl_slot_find((uint64_t)(uintptr_t)shared, RVL_HANDLE_ARRAY);
    (void)usleep(20000);
    atomic_store(&slot->words[0], *(uint64_t *)meta);
    return NULL;
}

/* As a slot is between two owners: the word that has ndim is the next one's, whose objects are no arrays. */
START_TEST(a_reader_waits_for_a_descriptor)
{
    static const int64_t shape[] = {1};
    double memory = 0;
    pthread_t thread;
    rvl_descriptor descriptor;
    ck_assert_int_eq(ravel_array_create(context, &memory, 8, 0, RAVEL_FLOAT64, 1, shape, NULL, 0, &shared), RAVEL_OK);
    rvl_slot *slot = rvl_slot_find((uint64_t)(uintptr_t)shared, RVL_HANDLE_ARRAY);
    uint64_t meta = atomic_load(&slot->words[0]);
    atomic_store(&slot->words[0], UINT64_MAX);
    ck_assert_int_eq(pthread_create(&thread, NULL, put_back, &meta), 0);
    ck_assert_int_eq(rvl_descriptor_peek(shared, &descriptor), RAVEL_OK);
    ck_assert(descriptor.ndim == 1 && descriptor.data == (unsigned char *)&memory);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_int_eq(ravel_array_destroy(shared), RAVEL_OK);
}
END_TEST

static void *make_and_end(void *unused)
{
    while (!atomic_load(&stop)) {
        ravel_array *array = NULL;
        ravel_context *other = NULL;
        if (ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &(double){1}, 0, &array) != RAVEL_OK ||
            ravel_context_create(&other) != RAVEL_OK || ravel_array_destroy(array) != RAVEL_OK ||
            ravel_context_destroy(other) != RAVEL_OK)
            abort();
    }
    return unused;
}

/* Another thread may be anywhere in the table when the process forks. */
START_TEST(a_child_of_fork_goes_on)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, make_and_end, NULL), 0);
    for (int32_t i = 0; i < 50; i++) {
        const pid_t child = fork();
        if (child == 0) {
            ravel_array *array = NULL;
            bool right = ravel_context_trim(context) == RAVEL_OK; /* made before: the handles hold in the child */
            for (int32_t j = 0; j < 1000 && right; j++)
                right = ravel_array_create_scalar(context, RAVEL_FLOAT64, &(double){1}, 0, &array) == RAVEL_OK &&
                        ravel_array_destroy(array) == RAVEL_OK && ravel_array_destroy(array) == RAVEL_DOUBLE_DESTROY;
            _exit(right ? 0 : 1);
        }
        int status = -1;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
    }
    atomic_store(&stop, true);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}
END_TEST

/* ---- messages ---- */

START_TEST(the_formatter_knows_its_words)
{
    static const int64_t shape[] = {3, -4, INT64_MIN};
    char text[256];
    const size_t size =
        rvl_format(text, sizeof text, "%s %i %l %z %x %d %d %S%S%S 100%%", "a\nb", INT32_MIN, INT64_MIN, SIZE_MAX,
                   UINT64_C(0xFEDCBA9876543210), RAVEL_BFLOAT16, 77, 0, shape, 1, shape, 3, shape);
    ck_assert_str_eq(text,
                     "a?b -2147483648 -9223372036854775808 18446744073709551615 0xfedcba9876543210 bfloat16 dtype 77 "
                     "()(3,)(3, -4, -9223372036854775808) 100%");
    ck_assert_uint_eq(size, strlen(text) + 1);
    char long_name[66];
    memset(long_name, 'n', 65);
    long_name[65] = 0;
    ck_assert_uint_eq(rvl_format(text, sizeof text, "%n %n", "fine", long_name), 6 + 1 + 2 + 64 + 3 + 1);
    ck_assert_str_eq(text + 6 + 1 + 1 + 62, "nn...\"");
    ck_assert_uint_eq(rvl_format(NULL, 0, "%i", 12), 3);
    ck_assert_uint_eq(rvl_format(text, 1, "%i", 12), 3);
    ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(the_formatter_knows_numbers)
{
    char text[512];
    (void)rvl_format(text, sizeof text, "%g %g %g %g %g %g %g %g %g", 0.0, -0.0, 3.0, 0.1, -0.30000000000000004,
                     0x1p-1074, 0x1.fffffffffffffp1023, (double)INFINITY, (double)NAN);
    ck_assert_str_eq(text, "0 -0 3 0.1 -0.30000000000000004 5e-324 1.7976931348623157e+308 inf NaN");
    const bool yes = true;
    const int8_t small = -128;
    const uint64_t large = UINT64_MAX;
    const uint16_t half = 0xC100;
    const float floats[2] = {1.5f, -0.25f};
    const double parts[2] = {-2, 3};
    (void)rvl_format(text, sizeof text, "%v|%v|%v|%v|%v|%v|%v", RAVEL_BOOL, &yes, RAVEL_INT8, &small, RAVEL_UINT64,
                     &large, RAVEL_FLOAT16, &half, RAVEL_FLOAT32, &floats[1], RAVEL_COMPLEX64, floats, RAVEL_COMPLEX128,
                     parts);
    ck_assert_str_eq(text, "true|-128|18446744073709551615|-2.5|-0.25|1.5 - 0.25i|-2 + 3i");
    const double odd[2] = {1e300, (double)NAN}, zero[2] = {-0.0, -0.0}, down[2] = {0, -(double)INFINITY};
    (void)rvl_format(text, sizeof text, "%v|%v|%v", RAVEL_COMPLEX128, odd, RAVEL_COMPLEX128, zero, RAVEL_COMPLEX128,
                     down);
    ck_assert_str_eq(text, "1e+300 + NaNi|-0 - 0i|0 - infi");
}
END_TEST

START_TEST(foreign_text_becomes_utf_8)
{
    static const char *const rows[][2] = {
        {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
        {"\xC0\x80|\xE0\x80\x80|\xED\xA0\x80|\xF4\x90\x80\x80|\xF5\x80\x80\x80", "??|???|???|????|????"},
        {"\x80|\xC3|\xE2\x82|\xF0\x9F\x98", "?|?|??|???"},
        {"\x01\x1F\x7F\t\r", "?????"},
        /* the first and the last of each length and lead, and what lies just outside */
        {" ~", " ~"},
        {"\xC2\x80|\xC2\xBF|\xDF\xBF", "\xC2\x80|\xC2\xBF|\xDF\xBF"},
        {"\xC1\xBF|\xC2\x7F|\xC2\xC0", "??|??|??"},
        {"\xE0\xA0\x80|\xE1\x80\x80|\xED\x9F\xBF|\xEE\x80\x80|\xEF\xBF\xBF",
         "\xE0\xA0\x80|\xE1\x80\x80|\xED\x9F\xBF|\xEE\x80\x80|\xEF\xBF\xBF"},
        {"\xE0\x9F\xBF|\xE1\x80\xC0|\xE1\x80\x7F|\xED\xA0\x80", "???|???|???|???"},
        {"\xF0\x90\x80\x80|\xF1\x80\x80\x80|\xF3\xBF\xBF\xBF|\xF4\x8F\xBF\xBF",
         "\xF0\x90\x80\x80|\xF1\x80\x80\x80|\xF3\xBF\xBF\xBF|\xF4\x8F\xBF\xBF"},
        {"\xF0\x8F\xBF\xBF|\xF1\x80\x80\xC0|\xF4\x90\x80\x80", "????|????|????"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        (void)rvl_format(text, sizeof text, "%s", rows[i][0]);
        ck_assert_str_eq(text, rows[i][1]);
    }
}
END_TEST

START_TEST(long_messages_are_cut)
{
    int64_t shape[RAVEL_MAX_NDIM];
    char text[512] = "";
    size_t needed = 0;
    for (int32_t i = 0; i < RAVEL_MAX_NDIM; i++)
        shape[i] = INT64_MAX;
    ck_assert_int_eq(rvl_call_enter(&call, context, "test"), RAVEL_OK);
    ck_assert_int_eq(rvl_fail(&call, RAVEL_OVERLAP, -1, -1, "%S", 8, shape), RAVEL_OVERLAP);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, "test: (9223372036854775807, 9223372036854775807, 9223372036854775807, ..., "
                           "9223372036854775807, 9223372036854775807, 9223372036854775807 of 8 axes)");
    static const int64_t small[RAVEL_MAX_NDIM] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    ck_assert_int_eq(rvl_call_enter(&call, context, "test"), RAVEL_OK);
    ck_assert_int_eq(rvl_fail(&call, RAVEL_OVERLAP, -1, -1, "%S", 12, small), RAVEL_OVERLAP);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, "test: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)");
    ck_assert_int_eq(rvl_call_enter(&call, context, "test"), RAVEL_OK);
    ck_assert_int_eq(rvl_fail(&call, RAVEL_OVERLAP, 3, 4, "%S%S%S%S", 7, shape, 7, shape, 7, shape, 7, shape),
                     RAVEL_OVERLAP);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
    int32_t argument = 0, axis = 0;
    ck_assert_int_eq(ravel_context_error(context, NULL, &argument, &axis, text, sizeof text, &needed), RAVEL_OK);
    ck_assert_uint_eq(needed, 512);
    ck_assert_uint_eq(strlen(text), 511);
    ck_assert(argument == 3 && axis == 4);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("call");
    TCase *all = tcase_create("call");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_set_timeout(all, 1200);
    tcase_add_test(all, a_context_is_entered_once);
    tcase_add_test(all, scratch_is_kept_capped_and_trimmed);
    tcase_add_test(all, allocators_may_fail);
    tcase_add_test(all, no_context_has_no_scratch);
    tcase_add_test(all, a_kernel_lives_until_its_last_use_ends);
    tcase_add_test(all, a_slot_is_pinned_for_its_own_object);
    tcase_add_test(all, built_in_kernels_have_numbers);
    tcase_add_test(all, an_object_is_no_built_in_kernel);
    tcase_add_test(all, a_reader_sees_one_binding);
    tcase_add_test(all, a_reader_waits_for_a_descriptor);
    tcase_add_test(all, a_child_of_fork_goes_on);
    tcase_add_test(all, the_formatter_knows_its_words);
    tcase_add_test(all, the_formatter_knows_numbers);
    tcase_add_test(all, foreign_text_becomes_utf_8);
    tcase_add_test(all, long_messages_are_cut);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
