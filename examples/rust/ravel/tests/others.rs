//! Functions that are no kernels.

use ravel::{Context, ReduceOptions, Status, View, ViewMut};

#[test]
fn counts() {
    let context = Context::new().unwrap();
    let (numbers, mask, mut out) = ([0u8, 3, 1, 3, 2], [true, true, true, true, false], [0i64; 4]);
    let numbers = View::from_slice(&numbers).unwrap();
    let mask = View::from_slice(&mask).unwrap();
    context.bincount(&numbers, None, None, &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [1, 1, 1, 2]);
    context.bincount(&numbers, Some(&&mask), None, &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [1, 1, 0, 2]);
    let (weights, mut sums) = ([1.0, 2.0, 3.0, 4.5, 5.0], [0.0; 4]);
    let weights = View::from_slice(&weights).unwrap();
    context.bincount(&numbers, None, Some(&&weights), &mut ViewMut::from_slice(&mut sums).unwrap()).unwrap();
    assert_eq!(sums, [1.0, 3.0, 5.0, 6.5]);
    let error = context.bincount(&numbers, None, None, &mut ViewMut::from_slice(&mut out[..3]).unwrap()).unwrap_err();
    assert_eq!(error.status, Status::VALUE_OUT_OF_RANGE);
    context.histogram(&weights, None, (1.0, 5.0), &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [1, 1, 1, 2]);
    let edges = [1.0, 1.0, 2.0, 4.75, f64::INFINITY];
    let edges = View::from_slice(&edges).unwrap();
    context.histogram_edges(&weights, Some(&&mask), &edges, &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [0, 1, 3, 0]);
}

#[test]
fn differences() {
    let context = Context::new().unwrap();
    let (squares, mut first, mut second) = ([0i32, 1, 4, 9, 16, 25], [0i32; 4], [0i32; 2]);
    let table = View::new(&squares, &[2, 3]).unwrap();
    context.diff(&table, 1, 1, &mut ViewMut::new(&mut first, &[2, 2]).unwrap()).unwrap();
    assert_eq!(first, [1, 3, 7, 9]);
    context.diff(&table, -1, 2, &mut ViewMut::new(&mut second, &[2, 1]).unwrap()).unwrap();
    assert_eq!(second, [2, 2]);
    let error = context.diff(&table, 0, -1, &mut ViewMut::new(&mut second, &[2, 1]).unwrap()).unwrap_err();
    assert_eq!(error.status, Status::INVALID_ARGUMENT);
}

#[test]
fn two_outputs() {
    let context = Context::new().unwrap();
    let (numbers, mut low, mut high) = ([3i16, -1, 4, 1, -5, 9], [0i16; 2], [0i16; 2]);
    let table = View::new(&numbers, &[2, 3]).unwrap();
    let mut smallest = ViewMut::from_slice(&mut low).unwrap();
    let mut largest = ViewMut::from_slice(&mut high).unwrap();
    context.min_max(&table, Some(&[1]), &ReduceOptions::default(), &mut smallest, &mut largest).unwrap();
    let error =
        context.min_max(&table, Some(&[0]), &ReduceOptions::default(), &mut smallest, &mut largest).unwrap_err();
    assert_eq!(error.status, Status::SHAPE_MISMATCH);
    assert_eq!((low, high), ([-1, -5], [4, 9]));
    let (mut mean, mut variance) = ([0.0], [0.0]);
    let (mut first, mut second) = (ViewMut::new(&mut mean, &[]).unwrap(), ViewMut::new(&mut variance, &[]).unwrap());
    context.mean_var(View::from_slice(&[1.0, 4.0]).unwrap(), None, None, 1.0, &mut first, &mut second).unwrap();
    assert_eq!((mean, variance), ([2.5], [4.5]));
}

#[test]
fn sums_of_products() {
    let context = Context::new().unwrap();
    let (table, line, mut sums, mut all) = ([0.0, 1.0, 4.0, 9.0, 16.0, 25.0], [2.0, 0.0, -1.0], [0.0; 2], [0.0]);
    let table = View::new(&table, &[2, 3]).unwrap();
    let line = View::from_slice(&line).unwrap();
    context.vecdot(&table, &line, Some(&[-1]), &mut ViewMut::from_slice(&mut sums).unwrap()).unwrap();
    assert_eq!(sums, [-4.0, -7.0]);
    context.vecdot(&table, &table, None, &mut ViewMut::new(&mut all, &[]).unwrap()).unwrap();
    assert_eq!(all, [979.0]);
    let error = context.vecdot(&table, &line, None, &mut ViewMut::new(&mut all, &[]).unwrap()).unwrap_err();
    assert_eq!(error.status, Status::SHAPE_MISMATCH);
}
