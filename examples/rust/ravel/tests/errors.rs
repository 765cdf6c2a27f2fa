//! Mistakes: the status, the place, and ravel's sentence; and nothing has been written.

use ravel::{on, Context, DType, InPlace, Kernel, Scalar, Status, View, ViewMut};
use std::error::Error;

#[test]
fn an_error_has_ravel_s_words() {
    let context = Context::new().unwrap();
    let (two, three) = ([1.0, 2.0], [1.0, 2.0, 3.0]);
    let mut out = [7.0; 3];
    let error = context
        .add(
            View::from_slice(&three).unwrap(),
            View::from_slice(&two).unwrap(),
            &mut ViewMut::from_slice(&mut out).unwrap(),
        )
        .unwrap_err();
    assert_eq!(error.status, Status::SHAPE_MISMATCH);
    assert!(error.message.starts_with("ravel_add: "), "{error}");
    assert!(error.message.contains("(2)") || error.message.contains("(2,)"), "{error}");
    assert_eq!(error.to_string(), error.message);
    assert_eq!(out, [7.0; 3]);
    let boxed: Box<dyn Error + Send + Sync> = error.into();
    assert!(boxed.to_string().contains("ravel_add"));
    assert_eq!(format!("{:?}", Status::READ_ONLY), "Status(24: array is read-only)");
    assert_eq!(Status(12345).text(), "unknown status");
}

#[test]
fn an_error_tells_who_is_to_blame() {
    let context = Context::new().unwrap();
    let (x, unsigned) = ([1i64], [1u64]);
    let mut out = [0i64];
    let mut out = ViewMut::from_slice(&mut out).unwrap();
    let x = View::from_slice(&x).unwrap();
    let error = context.add(&x, View::from_slice(&unsigned).unwrap(), &mut out).unwrap_err();
    assert_eq!(error.status, Status::NO_COMMON_DTYPE);
    let error = context.sum(&x, Some(&[0, 0]), &mut out).unwrap_err();
    assert_eq!(error.status, Status::INVALID_AXIS);
    assert!(error.message.contains("2 axes are named, but the array has 1"), "{error}");
    let error = context.sum(&x, Some(&[3]), &mut out).unwrap_err();
    assert_eq!(error.status, Status::INVALID_AXIS);
    let error = context.add(&x, Scalar::new(0.5).unwrap(), &mut out).unwrap_err();
    assert_eq!((error.status, error.argument), (Status::CASTING_FORBIDDEN, Some(2)));
    assert!(error.message.contains("float64") && error.message.contains("int64"), "{error}");
}

#[test]
fn views_prove_their_bounds() {
    let memory = [0.0; 10];
    let status = |view: ravel::Result<View<f64>>| view.unwrap_err().status;
    assert_eq!(status(View::new(&memory, &[3, 4])), Status::OUT_OF_BOUNDS);
    assert_eq!(status(View::strided(&memory, 0, &[2], &[-8])), Status::OUT_OF_BOUNDS);
    assert_eq!(status(View::strided(&memory, 81, &[1], &[8])), Status::OUT_OF_BOUNDS);
    assert_eq!(status(View::strided(&memory, 0, &[1, 2], &[8])), Status::INVALID_NDIM);
    assert_eq!(status(View::new(&memory, &[usize::MAX])), Status::SIZE_OVERFLOW);
    assert_eq!(status(View::new(&memory, &[1; 65])), Status::INVALID_NDIM);
    assert!(View::new(&memory, &[3, 3]).is_ok());
    let view = View::new(&memory, &[2, 5]).unwrap();
    assert_eq!(status(view.slice(&[on(0, 3..)])), Status::INVALID_INDEX);
    assert_eq!(status(view.slice(&[on(2, ..)])), Status::INVALID_AXIS);
    assert_eq!(status(view.slice(&[on(0, ..).step(0)])), Status::INVALID_ARGUMENT);
    assert_eq!(status(view.index(&[0], &[2])), Status::INVALID_INDEX);
    assert_eq!(status(view.index(&[0], &[])), Status::INVALID_ARGUMENT);
    assert_eq!(view.get(&[0, 5]).unwrap_err().status, Status::INVALID_INDEX);
    assert_eq!(view.get(&[0]).unwrap_err().status, Status::INVALID_NDIM);
}

#[test]
fn outputs_are_checked() {
    let context = Context::new().unwrap();
    let mut memory = [0.0; 4];
    let mut same = ViewMut::strided(&mut memory, 0, &[4], &[0]).unwrap();
    assert_eq!(context.full(1.0, &mut same).unwrap_err().status, Status::OVERLAP);
    let mut row = ViewMut::from_slice(&mut memory).unwrap();
    let mut windows = row.sliding_window(&[(0, 2)]).unwrap();
    assert_eq!(context.full(1.0, &mut windows).unwrap_err().status, Status::READ_ONLY);
    assert_eq!(windows.set(&[0, 0], 1.0).unwrap_err().status, Status::READ_ONLY);
    assert_eq!(context.sum(InPlace, None, &mut row).unwrap_err().status, Status::SHAPE_MISMATCH);
    assert_eq!(memory, [0.0; 4]);
}

#[test]
fn names_are_checked() {
    let error = Kernel::find("ad").unwrap_err();
    assert_eq!(error.status, Status::UNKNOWN_KERNEL);
    assert!(error.message.contains("add"), "{error}");
    assert_eq!(Kernel::find("a\0d").unwrap_err().status, Status::INVALID_ARGUMENT);
    assert_eq!(DType::parse("int").unwrap(), (DType::of::<i32>(), false));
    assert_eq!(DType::parse(">f8").unwrap(), (DType::of::<f64>(), cfg!(target_endian = "little")));
    assert_eq!(DType::parse("floot").unwrap_err().status, Status::INVALID_DTYPE);
    assert_eq!(DType::of::<usize>().to_string(), "uint64");
    assert_eq!(DType::of::<i16>().itemsize(), 2);
    let context = Context::new().unwrap();
    assert_eq!(context.set_isa_cap(Some("abacus")).unwrap_err().status, Status::UNKNOWN_ISA);
    assert_eq!(context.set_threads(0).unwrap_err().status, Status::INVALID_ARGUMENT);
    context.set_scratch_limit(0).unwrap();
    context.trim().unwrap();
}

#[test]
fn verbs_and_arities_are_checked() {
    let context = Context::new().unwrap();
    let mut out = [0.0];
    let mut out = ViewMut::from_slice(&mut out).unwrap();
    let sum = Kernel::find("sum").unwrap();
    let add = Kernel::find("add").unwrap();
    assert_eq!(context.apply(&sum, &[&1.0], &mut out).unwrap_err().status, Status::WRONG_VERB);
    assert_eq!(context.apply(&add, &[&1.0], &mut out).unwrap_err().status, Status::WRONG_ARITY);
    assert_eq!(context.apply(&add, &[], &mut out).unwrap_err().status, Status::WRONG_ARITY);
}
