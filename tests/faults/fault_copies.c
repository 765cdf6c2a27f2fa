/* fault_copies.c: several copies of the library in one process (a static one in the program, the shared one, the shared
 * one again in a namespace of its own): each works, and none takes a handle of another. */
#include "fault.h"
#include "loaded.h"
#include "support/run_suite.h"

#include <stdlib.h>

enum { N = 20000, N_COPIES = SANITIZED ? 2 : 3 }; /* sanitizers do not work in a second namespace */

static double numbers[N], results[N_COPIES][N];
static loaded copies[N_COPIES];
static loaded_objects objects[N_COPIES];

#define OWN_FUNCTION(name) copy->name = ravel_##name;
static void take_own(loaded *copy)
{
    copy->library = NULL;
    LOADED_FUNCTIONS(OWN_FUNCTION)
}

static void setup(void)
{
    for (int32_t i = 0; i < N; i++)
        numbers[i] = 0.1 * i;
    take_own(&copies[0]);
    copies[1].library = dlopen(RAVEL_SHARED_LIBRARY, RTLD_NOW | RTLD_GLOBAL);
    if (N_COPIES == 3)
        copies[N_COPIES - 1].library = dlmopen(LM_ID_NEWLM, RAVEL_SHARED_LIBRARY, RTLD_NOW);
    for (int32_t i = 1; i < N_COPIES; i++) {
        if (copies[i].library == NULL)
            ck_abort_msg("%s", dlerror());
        ck_assert(loaded_find(&copies[i]));
    }
    for (int32_t i = 0; i < N_COPIES; i++)
        ck_assert(loaded_make(&copies[i], N, numbers, results[i], &objects[i]));
}

static void teardown(void)
{
    for (int32_t i = 0; i < N_COPIES; i++) {
        ck_assert_int_eq(copies[i].array_destroy(objects[i].array), RAVEL_OK);
        ck_assert_int_eq(copies[i].array_destroy(objects[i].out), RAVEL_OK);
        ck_assert_int_eq(copies[i].kernel_destroy(objects[i].kernel), RAVEL_OK);
        ck_assert_int_eq(copies[i].context_destroy(objects[i].context), RAVEL_OK);
        if (copies[i].library != NULL)
            ck_assert_int_eq(dlclose(copies[i].library), 0);
    }
}

START_TEST(they_are_copies)
{
    for (int32_t i = 0; i < N_COPIES; i++)
        for (int32_t k = 0; k < i; k++)
            ck_assert(copies[i].array_ndim != copies[k].array_ndim);
}
END_TEST

START_TEST(each_computes_the_same)
{
    for (int32_t i = 0; i < N_COPIES; i++) {
        const ravel_array *inputs[] = {objects[i].array};
        /* The second namespace has a C library of its own, which starts no threads. */
        if (i < 2)
            ck_assert_int_eq(copies[i].context_set_threads(objects[i].context, 3), RAVEL_OK);
        ck_assert_int_eq(
            copies[i].apply(objects[i].context, objects[i].builtin, 1, inputs, NULL, 0, 1, &objects[i].out), RAVEL_OK);
        ck_assert_mem_eq(results[i], results[0], sizeof results[0]);
        ck_assert(results[i][1] != 0);
    }
}
END_TEST

START_TEST(no_copy_takes_anothers_handles)
{
    for (int32_t i = 0; i < N_COPIES; i++)
        for (int32_t k = 0; k < N_COPIES; k++) {
            if (i == k)
                continue;
            const loaded *copy = &copies[i];
            const loaded_objects *mine = &objects[i], *others = &objects[k];
            const ravel_array *inputs[] = {others->array};
            results[i][0] = 99;
            ck_assert(loaded_refuses_all(copy, others));
            ck_assert(loaded_refuses(copy->apply(mine->context, mine->kernel, 1, inputs, NULL, 0, 1, &mine->out)));
            ck_assert(loaded_refuses(copy->apply(others->context, mine->kernel, 1, inputs, NULL, 0, 1, &mine->out)));
            inputs[0] = mine->array;
            ck_assert(loaded_refuses(copy->apply(mine->context, others->kernel, 1, inputs, NULL, 0, 1, &mine->out)));
            ck_assert(loaded_refuses(copy->apply(mine->context, others->builtin, 1, inputs, NULL, 0, 1, &mine->out)));
            ck_assert(loaded_refuses(copy->apply(mine->context, mine->kernel, 1, inputs, NULL, 0, 1, &others->out)));
            ck_assert(results[i][0] == 99);
            const ravel_status destroyed[] = {copy->context_destroy(others->context),
                                              copy->array_destroy(others->array), copy->kernel_destroy(others->kernel)};
            for (int32_t d = 0; d < 3; d++)
                ck_assert(destroyed[d] == RAVEL_FORGED_HANDLE || destroyed[d] == RAVEL_DOUBLE_DESTROY);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_copies");
    TCase *tests = tcase_create("fault_copies");
    tcase_set_timeout(tests, 280);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, they_are_copies);
    tcase_add_test(tests, each_computes_the_same);
    tcase_add_test(tests, no_copy_takes_anothers_handles);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
