/* kernel_table.c: what the library has, by its own introspection, as the page docs/kernels.md.
 *
 *     kernel_table [FILE]      writes the page, or fails where FILE is another one */
#include <ravel/kernel.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PAGE = 1 << 18 };

static char page[MAX_PAGE];
static size_t length;

static void need(ravel_status status, const char *what)
{
    if (status == RAVEL_OK)
        return;
    fprintf(stderr, "kernel_table: %s: %s\n", what, ravel_status_text(status));
    exit(2);
}

static void add(const char *text)
{
    const size_t more = strlen(text);
    if (length + more >= MAX_PAGE) {
        fprintf(stderr, "kernel_table: the page is too long\n");
        exit(2);
    }
    memcpy(page + length, text, more + 1);
    length += more;
}

/* The dtypes of a kernel's loops, a row for each. */
typedef struct loop_list {
    int32_t n, n_in, n_out;
    int32_t rows[RAVEL_COMPLEX128 + 1][RAVEL_MAX_OPERANDS];
} loop_list;

static bool is_constant(const loop_list *loops, int32_t k)
{
    for (int32_t i = 1; i < loops->n; i++)
        if (loops->rows[i][k] != loops->rows[0][k])
            return false;
    return true;
}

static bool is_alike(const loop_list *loops, int32_t a, int32_t b)
{
    for (int32_t i = 0; i < loops->n; i++)
        if (loops->rows[i][a] != loops->rows[i][b])
            return false;
    return true;
}

/* The first operand that tells one loop from another. */
static int32_t telling_operand(const loop_list *loops)
{
    int32_t k = 0;
    while (k < loops->n_in - 1 && is_constant(loops, k))
        k++;
    return k;
}

/* Whether an operand of complex T is T: then it is a sum or a mean of any T, and not the size of one. */
static bool keeps_complex(const loop_list *loops, int32_t k, int32_t telling)
{
    int32_t n = 0;
    for (int32_t i = 0; i < loops->n; i++) {
        if (loops->rows[i][telling] < RAVEL_COMPLEX64)
            continue;
        if (loops->rows[i][k] != loops->rows[i][telling])
            return false;
        n++;
    }
    return n > 0;
}

/* "bool, T, T → T": T is the dtype that tells loops apart. */
static void add_operands(const loop_list *loops, int32_t telling)
{
    for (int32_t k = 0; k < loops->n_in + loops->n_out; k++) {
        add(k == 0 ? "" : k == loops->n_in ? " → " : ", ");
        if (is_alike(loops, k, telling))
            add("T");
        else
            add(is_constant(loops, k)              ? ravel_dtype_name(loops->rows[0][k])
                : keeps_complex(loops, k, telling) ? "A"
                                                   : "R");
    }
}

/* "bool, integers, float32": the dtypes that T may be. */
static void add_dtypes(const loop_list *loops, int32_t telling)
{
    static const struct {
        const char *name;
        int32_t first, last;
    } groups[] = {{"bool", RAVEL_BOOL, RAVEL_BOOL},
                  {"integers", RAVEL_INT8, RAVEL_UINT64},
                  {"floats", RAVEL_FLOAT16, RAVEL_FLOAT64},
                  {"complex", RAVEL_COMPLEX64, RAVEL_COMPLEX128}};
    const char *between = "";
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        int32_t n = 0;
        for (int32_t i = 0; i < loops->n; i++)
            n += loops->rows[i][telling] >= groups[g].first && loops->rows[i][telling] <= groups[g].last;
        const bool whole = n == groups[g].last - groups[g].first + 1;
        for (int32_t i = 0; i < loops->n && n > 0; i++) {
            const int32_t dtype = loops->rows[i][telling];
            if (dtype < groups[g].first || dtype > groups[g].last || (whole && dtype != groups[g].first))
                continue;
            add(between);
            add(whole ? groups[g].name : ravel_dtype_name(dtype));
            between = ", ";
        }
    }
}

static void add_kernel(const ravel_kernel *kernel)
{
    char name[64], summary[512];
    int32_t verbs;
    loop_list loops;
    need(ravel_kernel_name(kernel, name, sizeof name, NULL), "ravel_kernel_name");
    need(ravel_kernel_summary(kernel, summary, sizeof summary, NULL), name);
    need(ravel_kernel_arity(kernel, &loops.n_in, &loops.n_out), name);
    need(ravel_kernel_verbs(kernel, &verbs), name);
    need(ravel_kernel_loop_count(kernel, &loops.n), name);
    for (int32_t i = 0; i < loops.n; i++)
        need(ravel_kernel_signature(kernel, i, RAVEL_MAX_OPERANDS, loops.rows[i]), name);
    const int32_t telling = telling_operand(&loops);
    add("| `");
    add(name);
    add("` | ");
    add(summary);
    add(" | ");
    add_operands(&loops, telling);
    add(" | ");
    add_dtypes(&loops, telling);
    add(" | ");
    add(verbs & RAVEL_VERB_APPLY ? "apply " : "");
    add(verbs & RAVEL_VERB_REDUCE ? "reduce " : "");
    add(verbs & RAVEL_VERB_ACCUMULATE ? "accumulate " : "");
    add("|\n");
}

/* Functions that are no kernels. */
static const struct {
    const char *name, *summary, *header;
} functions[] = {
    {"min_max", "The smallest and the largest element, in one pass: two outputs.", "statistics.h"},
    {"mean_var", "The mean and the variance, in one pass: two outputs.", "statistics.h"},
    {"vecdot", "The sum of conj(x1) * x2 along axes of both; of numbers.", "statistics.h"},
    {"diff", "The n-th differences along an axis; of bools whether neighbours differ.", "statistics.h"},
    {"bincount", "How many elements are 0, 1, …, or the sums of their weights; of integers.", "histogram.h"},
    {"histogram", "How many elements lie in each of equal bins; of real numbers.", "histogram.h"},
    {"histogram_edges", "How many elements lie between neighbouring edges; of real numbers.", "histogram.h"},
};

/* Of which the library must say that it is one. */
static void add_function(size_t i)
{
    char text[512], told[128];
    const ravel_kernel *none = NULL;
    ravel_context *context = NULL;
    need(ravel_context_create(&context), "ravel_context_create");
    (void)snprintf(told, sizeof told, "ravel_%s is a function of its own", functions[i].name);
    if (ravel_kernel_find(context, functions[i].name, &none) != RAVEL_UNKNOWN_KERNEL)
        need(RAVEL_UNKNOWN_KERNEL, functions[i].name);
    need(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), functions[i].name);
    if (!strstr(text, told))
        need(RAVEL_UNKNOWN_KERNEL, text);
    need(ravel_context_destroy(context), "ravel_context_destroy");
    add("| `");
    add(functions[i].name);
    add("` | ");
    add(functions[i].summary);
    add(" | `");
    add(functions[i].header);
    add("` |\n");
}

static bool is_page(const char *path)
{
    static char committed[MAX_PAGE];
    FILE *const file = fopen(path, "r");
    if (!file)
        return false;
    const size_t n = fread(committed, 1, sizeof committed, file);
    fclose(file);
    return n == length && memcmp(committed, page, n) == 0;
}

int main(int argc, char **argv)
{
    int32_t count;
    add("# Kernels\n\nWhat the library says of itself; `./dev docs` writes this page. T: the dtype that a call's "
        "inputs "
        "promote to, or\nthe first of the list that they cast to safely. R: the real dtype of complex T's parts; of "
        "other "
        "T where it is an\ninput float64, unless T is a float; else T. A: what sums of T have: T itself where it is "
        "a float or complex, else\nint64 or uint64, and float64 for means. Names of headers: `ravel_NAME`.\n\n"
        "| kernel | computes | operands | T | verbs |\n|---|---|---|---|---|\n");
    need(ravel_kernel_count(&count), "ravel_kernel_count");
    for (int32_t i = 0; i < count; i++) {
        const ravel_kernel *kernel = NULL;
        need(ravel_kernel_at(NULL, i, &kernel), "ravel_kernel_at");
        add_kernel(kernel);
    }
    add("\n## Functions that are no kernels\n\nThey take arrays of their own kinds, and are called by these names "
        "only.\n\n"
        "| function | computes | header |\n|---|---|---|\n");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        add_function(i);
    if (argc < 2) {
        fputs(page, stdout);
        return 0;
    }
    if (is_page(argv[1]))
        return 0;
    printf("%s is not what the library has: ./dev docs writes it\n", argv[1]);
    return 1;
}
