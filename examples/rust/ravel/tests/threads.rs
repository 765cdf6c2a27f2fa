//! Contexts move between threads, views and kernels are shared, and no result depends on the number of threads.

use ravel::{Context, Kernel, View, ViewMut};
use std::thread;

fn many() -> Vec<f64> {
    (0..300_000).map(|n| f64::from(n % 1000) * 0.37 - 100.0).collect()
}

#[test]
fn the_same_bits_with_any_number_of_threads() {
    let x = many();
    let shape = [300, 1000];
    let results: Vec<(Vec<f64>, f64)> = [1, 2, 5]
        .iter()
        .map(|&n| {
            let context = Context::new().unwrap();
            context.set_threads(n).unwrap();
            let view = View::new(&x, &shape).unwrap();
            let mut out = vec![0.0; x.len()];
            context.exp(view.transpose().unwrap(), &mut ViewMut::new(&mut out, &[1000, 300]).unwrap()).unwrap();
            let mut sum = [0.0];
            context.sum(&view, None, &mut ViewMut::new(&mut sum, &[]).unwrap()).unwrap();
            (out, sum[0])
        })
        .collect();
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0], results[2]);
}

#[test]
fn views_and_kernels_are_shared() {
    let x = many();
    let view = View::from_slice(&x).unwrap();
    let doubled = Kernel::builder("doubled").unwrap();
    let doubled =
        doubled.any_thread(|x: &[f64], out: &mut [f64]| x.iter().zip(out).for_each(|(x, out)| *out = 2.0 * x)).unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let context = Context::new().unwrap();
                let mut out = vec![0.0; x.len()];
                for _ in 0..5 {
                    context.apply(&doubled, &[&view], &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
                }
                assert!(x.iter().zip(&out).all(|(x, out)| *out == 2.0 * x));
            });
        }
    });
}

#[test]
fn a_context_moves_to_another_thread() {
    let context = Context::new().unwrap();
    let error = context.set_threads(0).unwrap_err();
    let context = thread::spawn(move || {
        context.set_threads(2).unwrap();
        context
    })
    .join()
    .unwrap();
    let mut out = [0.0];
    context.add(1.0, 2.0, &mut ViewMut::new(&mut out, &[]).unwrap()).unwrap();
    assert_eq!(out, [3.0]);
    assert!(!error.message.is_empty());
}
