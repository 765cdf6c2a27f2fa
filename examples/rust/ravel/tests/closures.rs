//! Closures as kernels: any layout, any verb, any arity; what they capture; and their panics.

use ravel::{on, ApplyOptions, Context, Kernel, ReduceOptions, Status, View, ViewMut};
use std::cell::{Cell, RefCell};
use std::panic::{catch_unwind, set_hook, take_hook, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

#[test]
fn a_loop_becomes_an_n_dimensional_function() {
    let context = Context::new().unwrap();
    let scale = 3.0; // borrowed by the closure
    let kernel = Kernel::builder("scaled_difference").unwrap();
    let kernel = kernel
        .one_thread(|a: &[f64], b: &[f64], out: &mut [f64]| {
            for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
                assert_eq!(*out, 0.0); // never what was there before
                *out = scale * (a - b);
            }
        })
        .unwrap();
    assert_eq!(kernel.name(), "scaled_difference");
    assert_eq!(kernel.isa(&context).unwrap(), "user");

    let rows: Vec<i16> = (0..6).collect();
    let rows = View::new(&rows, &[2, 3]).unwrap();
    let column = [1.0, 2.0, 3.0];
    let column = View::new(&column, &[3, 1]).unwrap();
    let mut out = vec![8.0; 6];
    let mut view = ViewMut::new(&mut out, &[3, 2]).unwrap();
    context.apply(&kernel, &[&rows.transpose().unwrap(), &column], &mut view).unwrap();
    assert_eq!(out, [-3.0, 6.0, -3.0, 6.0, -3.0, 6.0]);

    let wrong = [ravel::Complex128::new(1.0, 0.0)];
    let mut out = [0.0];
    let mut out = ViewMut::from_slice(&mut out).unwrap();
    let error = context.apply(&kernel, &[&View::from_slice(&wrong).unwrap(), &1.0], &mut out).unwrap_err();
    assert!([Status::NO_LOOP, Status::CASTING_FORBIDDEN].contains(&error.status), "{error}");
    assert!(error.message.contains("scaled_difference"), "{error}");
}

#[test]
fn every_arity() {
    let context = Context::new().unwrap();
    let new = || Kernel::builder("f").unwrap();
    let a = [1i32, 2];
    let a = View::from_slice(&a).unwrap();
    let (mut out, mut rest) = ([0i32; 2], [false; 2]);

    let one = new().one_thread(|a: &[i32], out: &mut [i32]| out.copy_from_slice(a)).unwrap();
    context.apply(&one, &[&a], &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [1, 2]);
    let three = new().one_thread(|a: &[i32], b: &[i32], c: &[i32], out: &mut [i32]| {
        out.iter_mut().enumerate().for_each(|(i, out)| *out = a[i] + b[i] * c[i]);
    });
    context.apply(&three.unwrap(), &[&a, &10, &a], &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [11, 22]);
    let four = new().one_thread(|a: &[i32], b: &[i32], c: &[i32], d: &[bool], out: &mut [i32]| {
        out.iter_mut().enumerate().for_each(|(i, out)| *out = if d[i] { a[i] } else { b[i] + c[i] });
    });
    let mask = [true, false];
    let mask = View::from_slice(&mask).unwrap();
    context.apply(&four.unwrap(), &[&a, &7, &8, &mask], &mut ViewMut::from_slice(&mut out).unwrap()).unwrap();
    assert_eq!(out, [1, 15]);

    let two_out = new().one_thread(|a: &[i32], b: &[i32], quotient: &mut [i32], exact: &mut [bool]| {
        for i in 0..a.len() {
            quotient[i] = a[i] / b[i];
            exact[i] = a[i] % b[i] == 0;
        }
    });
    let two_out = two_out.unwrap();
    assert_eq!(two_out.arity().unwrap(), (2, 2));
    let options = ApplyOptions::default();
    {
        let (mut quotient, mut exact) =
            (ViewMut::from_slice(&mut out).unwrap(), ViewMut::from_slice(&mut rest).unwrap());
        context.apply_with(&two_out, &[&a, &2], &options, &mut [Some(&mut quotient), Some(&mut exact)]).unwrap();
    }
    assert_eq!((out, rest), ([0, 1], [false, true]));
    let mut exact = ViewMut::from_slice(&mut rest).unwrap();
    context.apply_with(&two_out, &[&a, &1], &options, &mut [None, Some(&mut exact)]).unwrap();
    assert_eq!(rest, [true, true]);
}

#[test]
fn closures_reduce_and_accumulate() {
    let context = Context::new().unwrap();
    let logsumexp = |a: &[f64], b: &[f64], out: &mut [f64]| {
        for i in 0..a.len() {
            let high = a[i].max(b[i]);
            out[i] = if high.is_infinite() { high } else { high + ((a[i] - high).exp() + (b[i] - high).exp()).ln() };
        }
    };
    let kernel = Kernel::builder("logaddexp").unwrap().reorderable().identity(f64::NEG_INFINITY).unwrap();
    let kernel = kernel.any_thread(logsumexp).unwrap();
    let x: Vec<f64> = (0..1000).map(|n| f64::from(n) / 100.0).collect();
    let table = View::new(&x, &[10, 100]).unwrap();
    let mut out = [0.0];
    let options = ReduceOptions::default();
    let mut view = ViewMut::new(&mut out, &[]).unwrap();
    context.reduce(&kernel, &table, None, &options, &mut view).unwrap();
    let expected = x.iter().map(|x| x.exp()).sum::<f64>().ln();
    assert!((out[0] - expected).abs() < 1e-12, "{} {expected}", out[0]);

    let nothing = table.slice(&[on(0, ..0)]).unwrap();
    context.reduce(&kernel, &nothing, None, &options, &mut ViewMut::new(&mut out, &[]).unwrap()).unwrap();
    assert_eq!(out, [f64::NEG_INFINITY]);

    // not reorderable: from the left
    let horner = |a: &[f64], b: &[f64], out: &mut [f64]| {
        out.iter_mut().enumerate().for_each(|(i, out)| *out = 10.0 * a[i] + b[i])
    };
    let horner = Kernel::builder("horner").unwrap().one_thread(horner).unwrap();
    let digits = [3.0, 1.0, 4.0, 1.0];
    let digits = View::from_slice(&digits).unwrap();
    context.reduce(&horner, &digits, Some(&[0]), &options, &mut ViewMut::new(&mut out, &[]).unwrap()).unwrap();
    assert_eq!(out, [3141.0]);
    let mut steps = [0.0; 4];
    context.accumulate(&horner, &digits, 0, &mut ViewMut::from_slice(&mut steps).unwrap()).unwrap();
    assert_eq!(steps, [3.0, 31.0, 314.0, 3141.0]);
}

#[test]
fn a_panic_arrives_where_the_call_was_made() {
    be_quiet_about("is negative");
    let context = Context::new().unwrap();
    let kernel = Kernel::builder("picky").unwrap();
    let kernel = kernel
        .any_thread(|a: &[f64], out: &mut [f64]| {
            if let Some(bad) = a.iter().find(|a| **a < 0.0) {
                panic!("{bad} is negative");
            }
            out.copy_from_slice(a);
        })
        .unwrap();
    for n_threads in [1, 4] {
        context.set_threads(n_threads).unwrap();
        let mut x = vec![1.0; 400_000];
        x[399_999] = -4.0;
        x[5] = -4.0;
        let mut out = vec![0.0; x.len()];
        let panic = catch_unwind(AssertUnwindSafe(|| {
            let x = View::from_slice(&x).unwrap();
            context.apply(&kernel, &[&x], &mut ViewMut::from_slice(&mut out).unwrap())
        }))
        .unwrap_err();
        assert_eq!(panic.downcast_ref::<String>().unwrap(), "-4 is negative");
        // both are as good as new
        let x = [4.0];
        let mut out = [0.0];
        let mut view = ViewMut::from_slice(&mut out).unwrap();
        context.apply(&kernel, &[&View::from_slice(&x).unwrap()], &mut view).unwrap();
        assert_eq!(out, [4.0]);
    }
}

/// Lets the panic hook leave out the panics that a test makes on purpose, which may come from ravel's threads.
fn be_quiet_about(words: &'static str) {
    let loud = take_hook();
    set_hook(Box::new(move |panic| {
        if !panic.to_string().contains(words) {
            loud(panic);
        }
    }));
}

#[test]
fn many_threads_run_one_call() {
    let context = Context::new().unwrap();
    context.set_threads(4).unwrap();
    let n_elements = AtomicUsize::new(0);
    let count = |a: &[f64], out: &mut [f64]| {
        n_elements.fetch_add(a.len(), Ordering::Relaxed);
        out.copy_from_slice(a);
    };
    let kernel = Kernel::builder("count").unwrap().any_thread(count).unwrap();
    let x: Vec<f64> = (0..500_000).map(f64::from).collect();
    let mut out = vec![0.0; x.len()];
    let mut view = ViewMut::from_slice(&mut out).unwrap();
    context.apply(&kernel, &[&View::from_slice(&x).unwrap()], &mut view).unwrap();
    drop(kernel);
    assert_eq!(x, out);
    assert_eq!(n_elements.into_inner(), x.len());
}

#[test]
fn what_a_closure_holds_is_freed_with_its_kernel() {
    let held = Arc::new(());
    let inside = Arc::clone(&held);
    let copy = move |a: &[u8], out: &mut [u8]| {
        let _ = &inside;
        out.copy_from_slice(a);
    };
    let kernel = Kernel::builder("holder").unwrap().any_thread(copy.clone()).unwrap();
    assert_eq!(Arc::strong_count(&held), 3);
    drop(kernel);
    assert_eq!(Arc::strong_count(&held), 2);
    let long_name = "n".repeat(64);
    let error = Kernel::builder(&long_name).unwrap().any_thread(copy).unwrap_err();
    assert_eq!(error.status, Status::INVALID_ARGUMENT);
    assert_eq!(Arc::strong_count(&held), 1);
}

#[test]
fn a_closure_may_call_ravel_but_not_in_the_same_context() {
    let context = Context::new().unwrap();
    let other = Context::new().unwrap();
    let answers = RefCell::new(Vec::new());
    let calls = Cell::new(0);
    let nested = |a: &[f64], out: &mut [f64]| {
        let (a, mut out) = (View::from_slice(a).unwrap(), ViewMut::from_slice(out).unwrap());
        answers.borrow_mut().push(context.sqrt(&a, &mut out).unwrap_err());
        other.sqrt(&a, &mut out).unwrap();
        calls.set(calls.get() + 1);
    };
    let kernel = Kernel::builder("nested").unwrap().one_thread(nested).unwrap();
    let mut out = [0.0];
    let nine = [9.0];
    let mut view = ViewMut::from_slice(&mut out).unwrap();
    context.apply(&kernel, &[&View::from_slice(&nine).unwrap()], &mut view).unwrap();
    assert_eq!((out, calls.get()), ([3.0], 1));
    assert_eq!(answers.borrow()[0].status, Status::BUSY);
    assert!(!answers.borrow()[0].message.is_empty());
}
