/* ulp.h: what the parts of the accuracy test share. */
#ifndef ULP_H
#define ULP_H

#include "dispatch/dispatch.h"
#include <math.h>
#include <mpfr.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define BATCH 4096

typedef struct format {
    const char *name;
    int32_t dtype;
    int digits, least_exponent, end_exponent; /* of a part */
    size_t parts;                             /* 1 or, of complex numbers, 2 */
} format;

extern const format float16, bfloat16, float32, float64, complex64, complex128;

/* The greatest error found, and where: the parts of up to two arguments (unused ones are 0), and of the result. */
typedef struct worst_case {
    double error, arguments[4], got[2];
    uint64_t points;
} worst_case;

/* A function of real numbers, with an exact and a near reference, of one argument or binary ones; of one argument also
 * with a quick one, near enough for float32. */
typedef struct real_function {
    const char *name;
    int32_t kernel, n_in;
    int (*exact)(mpfr_t, const mpfr_t, mpfr_rnd_t);
    int (*exact_binary)(mpfr_t, const mpfr_t, const mpfr_t, mpfr_rnd_t);
    long double (*near)(long double);
    long double (*near_binary)(long double, long double);
    double (*quick)(double);
    bool cancels; /* the unit of the error is the last place of the larger argument, if that is more */
} real_function;

extern bool failed;

uint64_t random_bits(void);
double random_between(double low, double high);
/* Any number of the format, all exponents alike, infinities and NaN among them. */
double random_number(const format *in);
double rounded(const format *in, double x);
/* x or up to three units in the last place more. */
double nearby(const format *in, double x);

/* Evaluates n <= BATCH elements on all instruction sets and compares these bit for bit. Arguments and results are held
 * as doubles, whatever the format is. */
void evaluate(const format *in, int32_t kernel, const char *name, int32_t n_in, size_t n, const double *x,
              const double *y, double *got);

float float32_of(uint32_t bits);

/* The distance from got to exact in units of 2^unit; overflow counts as the power of two after the largest number. */
double distance(const format *in, double got, const mpfr_t exact, long unit);
/* The exponent of the last place of a number whose exponent as MPFR has it is `exponent`. */
long last_place(const format *in, long exponent);

/* Prints the line of a function and format, adds it to the table, and fails the test if the error is above the limit.
 */
void report(const format *in, const char *name, const worst_case *worst, double limit);

/* Writes the page of what has been reported: a row for each function, a column for each format. False on failure. */
bool write_table(const char *path);
/* For it: a function's greatest error in a format. */
void add_to_table(const char *name, const format *in, double error);

/* Takes one more result into account. */
void judge(const format *in, const real_function *of, double x, double y, double got, worst_case *worst);
void measure_every_float32(const real_function *of, double limit);
void measure_real(const char *only, bool full);
void measure_float32(const char *only);
void measure_complex(const char *only, bool full);
void check_special_real(const char *only);
void check_special_complex(const char *only);

#endif
