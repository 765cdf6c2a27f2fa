/* ulp_table.c: the greatest errors that were found, as the page docs/accuracy.md. */
#include "ulp.h"

enum { MAX_ROWS = 128, N_FORMATS = 6 };

static const format *const formats[N_FORMATS] = {&float32, &float64, &float16, &bfloat16, &complex64, &complex128};

typedef struct row {
    const char *name;
    double errors[N_FORMATS];
    bool has[N_FORMATS];
} row;

static row rows[MAX_ROWS];
static int32_t n_rows;

void add_to_table(const char *name, const format *in, double error)
{
    int32_t i = 0;
    while (i < n_rows && strcmp(rows[i].name, name) != 0)
        i++;
    if (i == MAX_ROWS) {
        printf("ulp_table: more than %d functions\n", MAX_ROWS);
        failed = true;
        return;
    }
    n_rows += i == n_rows;
    rows[i].name = name;
    for (int32_t k = 0; k < N_FORMATS; k++)
        if (formats[k] == in) {
            rows[i].errors[k] = error;
            rows[i].has[k] = true;
        }
}

/* In the order of the kernels. */
static const row *row_of(const char *name)
{
    for (int32_t i = 0; i < n_rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}

bool write_table(const char *path)
{
    static const char *const names[] = {
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) #name,
#include "kernel/kernels.def"
#undef KERNEL
    };
    FILE *const file = fopen(path, "w");
    if (!file)
        return false;
    fputs(
        "# Accuracy\n\nThe greatest errors found, in units in the last place (ULP), against MPFR; `./dev docs` writes "
        "this page, `./dev test` holds the\nlimits. float16 and bfloat16: at all values; float32: at every 256th, of "
        "two arguments at a million points; others: at a million\npoints, which crowd at the hard places. Complex: "
        "of the number as a whole.\n\n| function |",
        file);
    for (int32_t k = 0; k < N_FORMATS; k++)
        fprintf(file, " %s |", formats[k]->name);
    fputs("\n|---|", file);
    for (int32_t k = 0; k < N_FORMATS; k++)
        fputs("---|", file);
    fputs("\n", file);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const row *const of = row_of(names[i]);
        if (!of)
            continue;
        fprintf(file, "| `%s` |", of->name);
        for (int32_t k = 0; k < N_FORMATS; k++)
            if (of->has[k])
                fprintf(file, " %.3f |", of->errors[k]);
            else
                fputs(" |", file);
        fputs("\n", file);
    }
    return fclose(file) == 0;
}
