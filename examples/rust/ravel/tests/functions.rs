//! Every named function once against plain Rust, and the table of names against the library's introspection.

use ravel::{Context, Kernel, Verb, View, ViewMut, FUNCTIONS};
use std::collections::BTreeSet;

const X: [f64; 6] = [-2.5, -0.0, 0.25, 1.0, 3.5, f64::NAN];
const Y: [f64; 6] = [4.0, 0.0, -1.5, 1.0, -3.5, 2.0];

// Of the C library: Rust has none.
extern "C" {
    fn erf(x: f64) -> f64;
    fn erfc(x: f64) -> f64;
    fn tgamma(x: f64) -> f64;
    fn lgamma(x: f64) -> f64;
}

/// Equal, both NaN, or next to each other: Rust's own functions may be off by a unit in the last place, as ravel's; and
/// lgamma near its zeros below 0 by one of larger numbers.
fn close(name: &str, a: f64, b: f64) -> bool {
    let size = if name == "lgamma" { b.abs().max(0.25) } else { b.abs() };
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 2.0 * f64::EPSILON * size
}

type Floats = fn(&Context, &View<f64>, &View<f64>, &mut ViewMut<f64>) -> ravel::Result<()>;
type FloatRows = Vec<(&'static str, Floats, fn(f64, f64) -> f64)>;
type Truths = fn(&Context, &View<f64>, &View<f64>, &mut ViewMut<bool>) -> ravel::Result<()>;
type TruthRows = Vec<(&'static str, Truths, fn(f64, f64) -> bool)>;

fn maximum(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x == y {
        f64::from_bits(x.to_bits() & y.to_bits()) // +0 if one is +0
    } else {
        x.max(y)
    }
}

fn minimum(x: f64, y: f64) -> f64 {
    -maximum(-x, -y)
}

fn half_to_even(x: f64, _: f64) -> f64 {
    let rest = (x / 2.0 - (x / 2.0).trunc()).abs();
    if rest == 0.25 {
        x.trunc().copysign(x)
    } else {
        x.round()
    }
}

fn heaviside(x: f64, at_zero: f64) -> f64 {
    if x.is_nan() {
        x
    } else if x == 0.0 {
        at_zero
    } else {
        f64::from(u8::from(x > 0.0))
    }
}

fn next_up(x: f64) -> f64 {
    if x == 0.0 {
        f64::from_bits(1)
    } else if x.is_sign_positive() {
        f64::from_bits(x.to_bits() + 1)
    } else {
        f64::from_bits(x.to_bits() - 1)
    }
}

#[test]
fn each_agrees_with_plain_rust() {
    let context = Context::new().unwrap();
    let (x, y) = (View::from_slice(&X).unwrap(), View::from_slice(&Y).unwrap());
    let mut tested = BTreeSet::new();

    let floats: FloatRows = vec![
        ("copy", |c, x, _, out| c.copy(x, out), |x, _| x),
        ("full", |c, _, _, out| c.full(7.0, out), |_, _| 7.0),
        ("add", |c, x, y, out| c.add(x, y, out), |x, y| x + y),
        ("subtract", |c, x, y, out| c.subtract(x, y, out), |x, y| x - y),
        ("multiply", |c, x, y, out| c.multiply(x, y, out), |x, y| x * y),
        ("divide", |c, x, y, out| c.divide(x, y, out), |x, y| x / y),
        ("negative", |c, x, _, out| c.negative(x, out), |x, _| -x),
        ("abs", |c, x, _, out| c.abs(x, out), |x, _| x.abs()),
        ("square", |c, x, _, out| c.square(x, out), |x, _| x * x),
        ("sqrt", |c, x, _, out| c.sqrt(x, out), |x, _| x.sqrt()),
        ("maximum", |c, x, y, out| c.maximum(x, y, out), maximum),
        ("minimum", |c, x, y, out| c.minimum(x, y, out), minimum),
        ("clip", |c, x, _, out| c.clip(x, -1.0, 2.0, out), |x, _| minimum(maximum(x, -1.0), 2.0)),
        ("positive", |c, x, _, out| c.positive(x, out), |x, _| x),
        ("reciprocal", |c, x, _, out| c.reciprocal(x, out), |x, _| 1.0 / x),
        ("sign", |c, x, _, out| c.sign(x, out), |x, _| if x == 0.0 { 0.0 } else { x.signum() }),
        ("copysign", |c, x, y, out| c.copysign(x, y, out), f64::copysign),
        ("conj", |c, x, _, out| c.conj(x, out), |x, _| x),
        ("real", |c, x, _, out| c.real(x, out), |x, _| x),
        ("imag", |c, x, _, out| c.imag(x, out), |_, _| 0.0),
        ("angle", |c, x, _, out| c.angle(x, out), |x, _| 0f64.atan2(x)),
        ("ceil", |c, x, _, out| c.ceil(x, out), |x, _| x.ceil()),
        ("floor", |c, x, _, out| c.floor(x, out), |x, _| x.floor()),
        ("trunc", |c, x, _, out| c.trunc(x, out), |x, _| x.trunc()),
        ("round", |c, x, _, out| c.round(x, out), half_to_even),
        ("rint", |c, x, _, out| c.rint(x, out), half_to_even),
        ("fmax", |c, x, y, out| c.fmax(x, y, out), f64::max),
        ("fmin", |c, x, y, out| c.fmin(x, y, out), |x, y| -f64::max(-x, -y)),
        ("heaviside", |c, x, y, out| c.heaviside(x, y, out), heaviside),
        ("nextafter", |c, x, _, out| c.nextafter(x, f64::INFINITY, out), |x, _| next_up(x)),
        ("spacing", |c, x, _, out| c.spacing(x, out), |x, _| (next_up(x.abs()) - x.abs()).copysign(x + 0.0)),
        ("ldexp", |c, x, _, out| c.ldexp(x, 3, out), |x, _| x * 8.0),
        ("fma", |c, x, y, out| c.fma(x, y, 0.5, out), |x, y| x.mul_add(y, 0.5)),
        ("nan_to_num", |c, x, _, out| c.nan_to_num(x, 7.0, 8.0, 9.0, out), |x, _| if x.is_nan() { 7.0 } else { x }),
        ("sin", |c, x, _, out| c.sin(x, out), |x, _| x.sin()),
        ("cos", |c, x, _, out| c.cos(x, out), |x, _| x.cos()),
        ("exp", |c, x, _, out| c.exp(x, out), |x, _| x.exp()),
        ("log", |c, x, _, out| c.log(x, out), |x, _| x.ln()),
        ("tan", |c, x, _, out| c.tan(x, out), |x, _| x.tan()),
        ("asin", |c, x, _, out| c.asin(x, out), |x, _| x.asin()),
        ("acos", |c, x, _, out| c.acos(x, out), |x, _| x.acos()),
        ("atan", |c, x, _, out| c.atan(x, out), |x, _| x.atan()),
        ("asinh", |c, x, _, out| c.asinh(x, out), |x, _| x.asinh()),
        ("acosh", |c, x, _, out| c.acosh(x, out), |x, _| x.acosh()),
        ("atanh", |c, x, _, out| c.atanh(x, out), |x, _| x.atanh()),
        ("cbrt", |c, x, _, out| c.cbrt(x, out), |x, _| x.cbrt()),
        ("degrees", |c, x, _, out| c.degrees(x, out), |x, _| x.to_degrees()),
        ("radians", |c, x, _, out| c.radians(x, out), |x, _| x.to_radians()),
        ("erf", |c, x, _, out| c.erf(x, out), |x, _| unsafe { erf(x) }),
        ("erfc", |c, x, _, out| c.erfc(x, out), |x, _| unsafe { erfc(x) }),
        ("tgamma", |c, x, _, out| c.tgamma(x, out), |x, _| unsafe { tgamma(x) }),
        ("lgamma", |c, x, _, out| c.lgamma(x, out), |x, _| unsafe { lgamma(x) }),
        ("atan2", |c, x, y, out| c.atan2(x, y, out), f64::atan2),
        ("hypot", |c, x, y, out| c.hypot(x, y, out), f64::hypot),
        ("pow", |c, x, y, out| c.pow(x, y, out), f64::powf),
        ("float_power", |c, x, y, out| c.float_power(x, y, out), f64::powf),
        ("exp2", |c, x, _, out| c.exp2(x, out), |x, _| x.exp2()),
        ("exp10", |c, x, _, out| c.exp10(x, out), |x, _| 10f64.powf(x)),
        ("expm1", |c, x, _, out| c.expm1(x, out), |x, _| x.exp_m1()),
        ("sinh", |c, x, _, out| c.sinh(x, out), |x, _| x.sinh()),
        ("cosh", |c, x, _, out| c.cosh(x, out), |x, _| x.cosh()),
        ("tanh", |c, x, _, out| c.tanh(x, out), |x, _| x.tanh()),
        ("log1p", |c, x, _, out| c.log1p(x, out), |x, _| x.ln_1p()),
        ("log2", |c, x, _, out| c.log2(x, out), |x, _| x.log2()),
        ("log10", |c, x, _, out| c.log10(x, out), |x, _| x.log10()),
        ("logaddexp", |c, x, y, out| c.logaddexp(x, y, out), |x, y| (x.exp() + y.exp()).ln()),
        ("logaddexp2", |c, x, y, out| c.logaddexp2(x, y, out), |x, y| (x.exp2() + y.exp2()).log2()),
    ];
    for (name, call, plain) in floats {
        let mut out = [9.0; 6];
        call(&context, &x, &y, &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
        for (place, result) in out.iter().enumerate() {
            let expected = plain(X[place], Y[place]);
            assert!(close(name, *result, expected), "{name}({}, {}) = {result}, not {expected}", X[place], Y[place]);
        }
        tested.insert(name);
    }

    let truths: TruthRows = vec![
        ("equal", |c, x, y, out| c.equal(x, y, out), |x, y| x == y),
        ("not_equal", |c, x, y, out| c.not_equal(x, y, out), |x, y| x != y),
        ("less", |c, x, y, out| c.less(x, y, out), |x, y| x < y),
        ("less_equal", |c, x, y, out| c.less_equal(x, y, out), |x, y| x <= y),
        ("greater", |c, x, y, out| c.greater(x, y, out), |x, y| x > y),
        ("greater_equal", |c, x, y, out| c.greater_equal(x, y, out), |x, y| x >= y),
        ("logical_and", |c, x, y, out| c.logical_and(x, y, out), |x, y| x != 0.0 && y != 0.0),
        ("logical_or", |c, x, y, out| c.logical_or(x, y, out), |x, y| x != 0.0 || y != 0.0),
        ("logical_xor", |c, x, y, out| c.logical_xor(x, y, out), |x, y| (x != 0.0) != (y != 0.0)),
        ("logical_not", |c, x, _, out| c.logical_not(x, out), |x, _| x == 0.0),
        ("isnan", |c, x, _, out| c.isnan(x, out), |x, _| x.is_nan()),
        ("isfinite", |c, x, _, out| c.isfinite(x, out), |x, _| x.is_finite()),
        ("isinf", |c, x, _, out| c.isinf(x, out), |x, _| x.is_infinite()),
        ("signbit", |c, x, _, out| c.signbit(x, out), |x, _| x.is_sign_negative()),
        ("isclose", |c, x, y, out| c.isclose(x, y, 0.25, 0.5, true, out), |x, y| (x - y).abs() <= 0.5 + 0.25 * y.abs()),
    ];
    for (name, call, plain) in truths {
        let mut out = [false; 6];
        call(&context, &x, &y, &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
        for (place, result) in out.iter().enumerate() {
            assert_eq!(*result, plain(X[place], Y[place]), "{name}({}, {})", X[place], Y[place]);
        }
        tested.insert(name);
    }

    let mask = [true, false, true, false, true, false];
    let mut out = [0.0; 6];
    context.where_(View::from_slice(&mask).unwrap(), &x, &y, &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [X[0], Y[1], X[2], Y[3], X[4], Y[5]]);
    tested.insert("where");

    each_function_of_integers_agrees(&context, &mut tested);
    each_pair_agrees(&context, &mut tested);
    each_reduction_agrees(&context, &mut tested);
    let table: BTreeSet<&str> = FUNCTIONS.iter().map(|function| function.name()).collect();
    assert_eq!(tested, table);
}

type Integers = fn(&Context, &View<i32>, &View<i32>, &mut ViewMut<i32>) -> ravel::Result<()>;
type IntegerRows = Vec<(&'static str, Integers, fn(i32, i32) -> i32)>;

fn greatest_common_divisor(x: i32, y: i32) -> i32 {
    if y == 0 {
        x.abs()
    } else {
        greatest_common_divisor(y, x % y)
    }
}

fn floor_divide(x: i32, y: i32) -> i32 {
    (x as f64 / y as f64).floor() as i32
}

fn each_function_of_integers_agrees(context: &Context, tested: &mut BTreeSet<&'static str>) {
    let (x, y) = ([-7, 12, 0, 100], [2, -5, 3, 6]);
    let (left, right) = (View::from_slice(&x).unwrap(), View::from_slice(&y).unwrap());
    let rows: IntegerRows = vec![
        ("bitwise_and", |c, x, y, out| c.bitwise_and(x, y, out), |x, y| x & y),
        ("bitwise_or", |c, x, y, out| c.bitwise_or(x, y, out), |x, y| x | y),
        ("bitwise_xor", |c, x, y, out| c.bitwise_xor(x, y, out), |x, y| x ^ y),
        ("bitwise_invert", |c, x, _, out| c.bitwise_invert(x, out), |x, _| !x),
        ("bitwise_left_shift", |c, x, y, out| c.bitwise_left_shift(x, y, out), |x, y| if y < 0 { 0 } else { x << y }),
        (
            "bitwise_right_shift",
            |c, x, y, out| c.bitwise_right_shift(x, y, out),
            |x, y| if y < 0 { x >> 31 } else { x >> y },
        ),
        ("floor_divide", |c, x, y, out| c.floor_divide(x, y, out), floor_divide),
        ("remainder", |c, x, y, out| c.remainder(x, y, out), |x, y| x - floor_divide(x, y) * y),
        ("fmod", |c, x, y, out| c.fmod(x, y, out), |x, y| x % y),
        ("gcd", |c, x, y, out| c.gcd(x, y, out), greatest_common_divisor),
        ("lcm", |c, x, y, out| c.lcm(x, y, out), |x, y| (x / greatest_common_divisor(x, y) * y).abs()),
    ];
    for (name, function, expected) in rows {
        let mut out = [0; 4];
        function(context, &left, &right, &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
        for i in 0..4 {
            assert_eq!(out[i], expected(x[i], y[i]), "{name}({}, {})", x[i], y[i]);
        }
        tested.insert(name);
    }
    let (mut quotients, mut remainders, mut counts) = ([0; 4], [0; 4], [0u8; 4]);
    let mut quotient = ViewMut::from_slice(&mut quotients).unwrap();
    context.divmod(&left, &right, &mut quotient, &mut ViewMut::from_slice(&mut remainders).unwrap()).unwrap();
    assert_eq!((quotients, remainders), ([-4, -3, 0, 16], [1, -3, 0, 4]));
    context.bitwise_count(&left, &mut ViewMut::from_slice(&mut counts).unwrap()).unwrap();
    assert_eq!(counts, [3, 2, 0, 3]);
    tested.extend(["divmod", "bitwise_count"]);
}

fn each_pair_agrees(context: &Context, tested: &mut BTreeSet<&'static str>) {
    let x = View::from_slice(&X[..5]).unwrap();
    let (mut first, mut second, mut exponent) = ([0.0; 5], [0.0; 5], [0i32; 5]);
    let (mut sin, mut cos) = ([0.0; 5], [0.0; 5]);

    let mut fraction = ViewMut::from_slice(&mut first).unwrap();
    context.frexp(&x, &mut fraction, &mut ViewMut::from_slice(&mut exponent).unwrap()).unwrap();
    assert_eq!((first, exponent), ([-0.625, -0.0, 0.5, 0.5, 0.875], [2, 0, -1, 1, 2]));

    let mut fraction = ViewMut::from_slice(&mut first).unwrap();
    context.modf(&x, &mut fraction, &mut ViewMut::from_slice(&mut second).unwrap()).unwrap();
    assert_eq!((first, second), ([-0.5, -0.0, 0.25, 0.0, 0.5], [-2.0, -0.0, 0.0, 1.0, 3.0]));

    let mut fraction = ViewMut::from_slice(&mut first).unwrap();
    context.sincos(&x, &mut fraction, &mut ViewMut::from_slice(&mut second).unwrap()).unwrap();
    context.sin(&x, &mut ViewMut::from_slice(&mut sin).unwrap()).unwrap();
    context.cos(&x, &mut ViewMut::from_slice(&mut cos).unwrap()).unwrap();
    assert_eq!((first, second), (sin, cos));
    tested.extend(["frexp", "modf", "sincos"]);
}

fn each_reduction_agrees(context: &Context, tested: &mut BTreeSet<&'static str>) {
    let heights: Vec<i16> = vec![3, -1, 4, 1, -5, 9];
    let table = View::new(&heights, &[2, 3]).unwrap();
    let mut out = [0i64; 2];
    context.sum(&table, Some(&[1]), &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [6, 5]);
    context.prod(&table, Some(&[-1]), &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [-12, -45]);

    let mut out = [0i16; 3];
    context.max(&table, Some(&[0]), &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [3, -1, 9]);
    context.min(&table, Some(&[0]), &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [1, -5, 4]);

    let (mut all, mut any, mut mean) = ([false], [false], [0.0]);
    context.all(&table, None, &mut ViewMut::new(&mut all, &[]).unwrap()).unwrap();
    context.any(&table, None, &mut ViewMut::new(&mut any, &[]).unwrap()).unwrap();
    context.mean(&table, None, &mut ViewMut::new(&mut mean, &[]).unwrap()).unwrap();
    assert_eq!((all[0], any[0], mean[0]), (true, true, 11.0 / 6.0));

    let mut count = [0i64];
    context.count_nonzero(&table, None, &mut ViewMut::new(&mut count, &[]).unwrap()).unwrap();
    assert_eq!(count, [6]);
    tested.extend(["count_nonzero"]);

    let (mut var, mut std) = ([0.0], [0.0]);
    context.var(&table, None, 0.0, &mut ViewMut::new(&mut var, &[]).unwrap()).unwrap();
    context.std(&table, None, 0.0, &mut ViewMut::new(&mut std, &[]).unwrap()).unwrap();
    assert!((var[0] - 677.0 / 36.0f64).abs() < 1e-12);
    assert_eq!(std[0], var[0].sqrt());
    context.var(&table, None, 1.0, &mut ViewMut::new(&mut var, &[]).unwrap()).unwrap();
    assert!((var[0] - 677.0 / 30.0f64).abs() < 1e-12);
    assert!(context.std(&table, None, f64::NAN, &mut ViewMut::new(&mut std, &[]).unwrap()).is_err());
    tested.extend(["var", "std"]);

    let mut exact = [0.0];
    let large = [1e308, 1.0, 1e308, -1e308, -1e308];
    context.exact_sum(View::from_slice(&large).unwrap(), None, &mut ViewMut::new(&mut exact, &[]).unwrap()).unwrap();
    assert_eq!(exact, [1.0]);
    tested.extend(["exact_sum"]);

    let (mut last, mut first) = ([0i64], [0i64]);
    context.argmax(&table, None, &mut ViewMut::new(&mut last, &[]).unwrap()).unwrap();
    context.argmin(&table, None, &mut ViewMut::new(&mut first, &[]).unwrap()).unwrap();
    assert_eq!((last[0], first[0]), (5, 4));
    let mut range = [0i16];
    context.ptp(&table, None, &mut ViewMut::new(&mut range, &[]).unwrap()).unwrap();
    assert_eq!(range, [14]);
    tested.extend(["argmax", "argmin", "ptp"]);
    let mut norms = [0.0; 2];
    context.norm1(&table, Some(&[1]), &mut ViewMut::from_slice(&mut norms).unwrap()).unwrap();
    assert_eq!(norms, [8.0, 15.0]);
    context.norm2(&table, Some(&[1]), &mut ViewMut::from_slice(&mut norms).unwrap()).unwrap();
    assert_eq!(norms, [26.0f64.sqrt(), 107.0f64.sqrt()]);
    context.norm_inf(&table, Some(&[1]), &mut ViewMut::from_slice(&mut norms).unwrap()).unwrap();
    assert_eq!(norms, [4.0, 9.0]);
    context.logsumexp(&table, Some(&[1]), &mut ViewMut::from_slice(&mut norms).unwrap()).unwrap();
    for (row, norm) in [[3.0f64, -1.0, 4.0], [1.0, -5.0, 9.0]].iter().zip(norms) {
        assert!((norm - row.iter().map(|x| x.exp()).sum::<f64>().ln()).abs() < 1e-14);
    }
    tested.extend(["norm1", "norm2", "norm_inf", "logsumexp"]);

    let gaps = [1.0, f64::NAN, 4.0, f64::NAN];
    let gappy = View::from_slice(&gaps).unwrap();
    let mut number = [0.0];
    context.nansum(&gappy, None, &mut ViewMut::new(&mut number, &[]).unwrap()).unwrap();
    assert_eq!(number, [5.0]);
    context.nanmean(&gappy, None, &mut ViewMut::new(&mut number, &[]).unwrap()).unwrap();
    assert_eq!(number, [2.5]);
    context.nanmax(&gappy, None, &mut ViewMut::new(&mut number, &[]).unwrap()).unwrap();
    assert_eq!(number, [4.0]);
    context.nanmin(&gappy, None, &mut ViewMut::new(&mut number, &[]).unwrap()).unwrap();
    assert_eq!(number, [1.0]);
    context.nanvar(&gappy, None, 0.0, &mut ViewMut::new(&mut number, &[]).unwrap()).unwrap();
    assert_eq!(number, [2.25]);
    context.nanstd(&gappy, None, 1.0, &mut ViewMut::new(&mut number, &[]).unwrap()).unwrap();
    assert_eq!(number, [4.5f64.sqrt()]);
    tested.extend(["nansum", "nanmean", "nanmax", "nanmin", "nanvar", "nanstd"]);

    let mut steps = [0i64; 6];
    context.cumulative_sum(&table, 1, &mut ViewMut::new(&mut steps, &[2, 3]).unwrap()).unwrap();
    assert_eq!(steps, [3, 2, 6, 1, -4, 5]);
    context.cumulative_prod(&table, -1, &mut ViewMut::new(&mut steps, &[2, 3]).unwrap()).unwrap();
    assert_eq!(steps, [3, -3, -12, 1, -5, -45]);
    let mut extremes = [0i16; 6];
    context.cumulative_max(&table, 1, &mut ViewMut::new(&mut extremes, &[2, 3]).unwrap()).unwrap();
    assert_eq!(extremes, [3, 3, 4, 1, 1, 9]);
    context.cumulative_min(&table, 0, &mut ViewMut::new(&mut extremes, &[2, 3]).unwrap()).unwrap();
    assert_eq!(extremes, [3, -1, 4, 1, -5, 4]);
    let (sum, mut longer) = (Kernel::find("cumulative_sum").unwrap(), [0i64; 8]);
    assert_eq!(context.accumulate_outputs(&sum, &table, 1, true).unwrap().1, [2, 4]);
    context.accumulate_with(&sum, &table, 1, true, &mut ViewMut::new(&mut longer, &[2, 4]).unwrap()).unwrap();
    assert_eq!(longer, [0, 3, 2, 6, 0, 1, -4, 5]);
    tested.extend(["sum", "prod", "max", "min", "all", "any", "mean"]);
    tested.extend(["cumulative_sum", "cumulative_prod", "cumulative_max", "cumulative_min"]);
}

#[test]
fn the_table_is_the_library_s_introspection() {
    let mut here = BTreeSet::new();
    for function in FUNCTIONS {
        here.insert((function.name().to_string(), function.n_inputs, function.n_outputs));
        let verbs = Kernel::find(function.name()).unwrap().verbs().unwrap();
        let takes = match function.verb {
            Verb::Apply => verbs.apply,
            Verb::Reduce => verbs.reduce,
            Verb::Accumulate => verbs.accumulate,
        };
        assert!(takes, "{function:?}");
    }
    let mut there = BTreeSet::new();
    for kernel in Kernel::all().unwrap() {
        let (n_in, n_out) = kernel.arity().unwrap();
        there.insert((kernel.name(), n_in, n_out));
    }
    assert_eq!(here, there);
}

#[test]
fn kernels_tell_of_themselves() {
    let add = Kernel::find("add").unwrap();
    assert_eq!(add.name(), "add");
    assert!(add.summary().contains("x + y"), "{}", add.summary());
    let verbs = add.verbs().unwrap();
    assert!(verbs.apply && verbs.reduce && verbs.accumulate);
    let signatures = add.signatures().unwrap();
    assert!(signatures.iter().any(|(inputs, outputs)| {
        inputs.iter().chain(outputs).all(|dtype| *dtype == ravel::DType::of::<f32>()) && inputs.len() == 2
    }));
    let context = Context::new().unwrap();
    context.set_isa_cap(Some("generic")).unwrap();
    assert_eq!(add.isa(&context).unwrap(), "generic");
    assert_eq!(ravel::version().0, 0);
}
