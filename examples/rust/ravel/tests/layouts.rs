//! Memory of every layout, as inputs and outputs, and what becomes of types.

use ravel::{
    on, ApplyOptions, BFloat16, ByteOrder, Casting, Complex128, Complex64, Context, DType, Float16, InPlace, Kernel,
    Layout, Order, ReduceOptions, Scalar, Status, View, ViewMut,
};

fn numbers(n: u8) -> Vec<f64> {
    (0..n).map(f64::from).collect()
}

#[test]
fn views_are_numpy_s() {
    let memory = numbers(24);
    let cube = View::new(&memory, &[2, 3, 4]).unwrap();
    assert_eq!((cube.shape(), cube.strides()), (vec![2, 3, 4], vec![96, 32, 8]));
    assert_eq!((cube.ndim(), cube.size(), cube.dtype()), (3, 24, DType::of::<f64>()));

    let part = cube.slice(&[on(1, ..).step(-2), on(-1, (1, -1))]).unwrap();
    assert_eq!(part.to_vec().unwrap(), [9.0, 10.0, 1.0, 2.0, 21.0, 22.0, 13.0, 14.0]);
    assert_eq!(cube.index(&[0, 2], &[1, -1]).unwrap().to_vec().unwrap(), [15.0, 19.0, 23.0]);
    assert_eq!(cube.permute(&[2, 0, 1]).unwrap().shape(), [4, 2, 3]);
    assert_eq!(cube.transpose().unwrap().strides(), [8, 32, 96]);
    assert_eq!(cube.reshape(&[4, -1], Order::C).unwrap().get(&[1, 0]).unwrap(), 6.0);
    assert_eq!(cube.flip(Some(&[0])).unwrap().get(&[0, 0, 0]).unwrap(), 12.0);
    assert_eq!(cube.flip(None).unwrap().get(&[0, 0, 0]).unwrap(), 23.0);
    assert_eq!(cube.expand_dims(&[0, -1]).unwrap().shape(), [1, 2, 3, 4, 1]);
    assert_eq!(cube.expand_dims(&[1]).unwrap().squeeze(None).unwrap().shape(), [2, 3, 4]);
    let table = cube.index(&[0], &[0]).unwrap();
    assert_eq!(table.diagonal(1, 0, 1).unwrap().to_vec().unwrap(), [1.0, 6.0, 11.0]);
    assert_eq!(table.sliding_window(&[(1, 3)]).unwrap().shape(), [3, 2, 3]);
    assert_eq!(table.broadcast_to(&[5, 3, 4]).unwrap().strides(), [0, 32, 8]);
    assert_eq!(table.transpose().unwrap().reshape(&[12], Order::C).unwrap_err().status, Status::NEEDS_COPY);
    assert_eq!(table.transpose().unwrap().reshape(&[12], Order::F).unwrap().to_vec().unwrap(), memory[..12]);
    assert!(format!("{table:?}").contains("float64"), "{table:?}");
}

#[test]
fn strides_of_any_kind() {
    let context = Context::new().unwrap();
    let memory = numbers(10);
    let backwards = View::strided(&memory, 72, &[5], &[-16]).unwrap();
    assert_eq!(backwards.to_vec().unwrap(), [9.0, 7.0, 5.0, 3.0, 1.0]);

    let mut target = vec![0.0; 10];
    let mut out = ViewMut::strided(&mut target, 8, &[5], &[16]).unwrap();
    context.add(&backwards, 0.5, &mut out).unwrap();
    assert_eq!(target, [0.0, 9.5, 0.0, 7.5, 0.0, 5.5, 0.0, 3.5, 0.0, 1.5]);

    // a record of one byte and an i32, packed
    let bytes: Vec<u8> = [(7u8, 100_000i32), (8, -3), (9, 70_000)]
        .iter()
        .flat_map(|(byte, number)| std::iter::once(*byte).chain(number.to_ne_bytes()))
        .collect();
    let tags = View::strided(&bytes, 0, &[3], &[5]).unwrap();
    assert_eq!(tags.to_vec().unwrap(), [7, 8, 9]);
    let unaligned = View::<i32>::from_bytes(&bytes, 1, ByteOrder::Native, &[2]).unwrap();
    assert_eq!(unaligned.get(&[0]).unwrap(), 100_000);
    assert_eq!(unaligned.require::<i32>(None, Layout::C).unwrap_err().status, Status::UNALIGNED);
}

#[test]
fn swapped_bytes() {
    let big: Vec<u8> = [1i16, -2, 300].iter().flat_map(|number| number.to_be_bytes()).collect();
    let view = View::<i16>::from_bytes(&big, 0, ByteOrder::Big, &[3]).unwrap();
    assert_eq!(view.to_vec().unwrap(), [1, -2, 300]);
    assert_eq!(view.get(&[-1]).unwrap(), 300);
    let little: Vec<u8> = [1.5f32, -2.5].iter().flat_map(|part| part.to_le_bytes()).collect();
    let view = View::<Complex64>::from_bytes(&little, 0, ByteOrder::Little, &[]).unwrap();
    assert_eq!(view.get(&[]).unwrap(), Complex64::new(1.5, -2.5));
    let big: Vec<u8> = [1.5f32, -2.5].iter().flat_map(|part| part.to_be_bytes()).collect();
    let view = View::<Complex64>::from_bytes(&big, 0, ByteOrder::Big, &[1]).unwrap();
    assert_eq!(view.get(&[0]).unwrap(), Complex64::new(1.5, -2.5));
    let truths = View::<bool>::from_bytes(&[0, 1, 255], 0, ByteOrder::Native, &[3]).unwrap();
    assert_eq!(truths.to_vec().unwrap(), [false, true, true]);
    assert!(truths.get(&[2]).unwrap());
}

#[test]
fn in_place_and_through_parts() {
    let context = Context::new().unwrap();
    let mut memory = numbers(6);
    let mut table = ViewMut::new(&mut memory, &[2, 3]).unwrap();
    context.multiply(InPlace, 2.0, &mut table).unwrap();
    context.add(InPlace, InPlace, &mut table.transpose().unwrap()).unwrap();
    context.full(-1.0, &mut table.index(&[1], &[0]).unwrap()).unwrap();
    table.set(&[-1, -1], 99.0).unwrap();
    assert_eq!(table.as_view().unwrap().get(&[1, 1]).unwrap(), 16.0);
    assert_eq!(memory, [-1.0, 4.0, 8.0, -1.0, 16.0, 99.0]);

    let mut pairs = [Complex128::new(1.0, 2.0), Complex128::new(3.0, 4.0)];
    let mut view = ViewMut::from_slice(&mut pairs).unwrap();
    context.negative(InPlace, &mut view.imag().unwrap()).unwrap();
    context.full(0, &mut view.real().unwrap()).unwrap();
    assert_eq!(pairs, [Complex128::new(0.0, -2.0), Complex128::new(0.0, -4.0)]);
    let view = View::from_slice(&pairs).unwrap();
    assert_eq!(view.imag().unwrap().to_vec().unwrap(), [-2.0, -4.0]);
    assert_eq!(view.real().unwrap().shape(), [2]);
    assert_eq!(view.view_as::<f64>().unwrap().shape(), [4]);
}

#[test]
fn empty_and_zero_dimensional() {
    let context = Context::new().unwrap();
    let nothing: [f32; 0] = [];
    let empty = View::new(&nothing, &[0, 3]).unwrap();
    assert_eq!(empty.to_vec().unwrap(), []);
    let mut sums = [9.0f32; 3];
    context.sum(&empty, Some(&[0]), &mut ViewMut::from_slice(&mut sums).unwrap()).unwrap();
    assert_eq!(sums, [0.0; 3]);
    let mut one = [0u8];
    context.add(1, 2, &mut ViewMut::new(&mut [0i64], &[]).unwrap()).unwrap();
    context.full(Scalar::new(3u8).unwrap(), &mut ViewMut::new(&mut one, &[]).unwrap()).unwrap();
    assert_eq!(one, [3]);
}

#[test]
fn literals_are_weak_and_scalars_are_not() {
    let context = Context::new().unwrap();
    let add = Kernel::find("add").unwrap();
    let small = [1i8];
    let small = View::from_slice(&small).unwrap();
    let options = ApplyOptions::default();
    let dtype = |input: &dyn ravel::AsInput| context.apply_outputs(&add, &[&small, input], &options).unwrap().0[0];
    assert_eq!(dtype(&1), DType::of::<i8>());
    assert_eq!(dtype(&1u8), DType::of::<i8>());
    assert_eq!(dtype(&true), DType::of::<i8>());
    assert_eq!(dtype(&0.5), DType::of::<f64>());
    assert_eq!(dtype(&Complex64::new(0.0, 1.0)), DType::of::<Complex128>());
    assert_eq!(dtype(&Scalar::new(1i32).unwrap()), DType::of::<i32>());
    assert_eq!(dtype(&Scalar::new(0.5f32).unwrap()), DType::of::<f32>());
    let mut out = [0i8];
    let error = context.add(&small, 300, &mut ViewMut::from_slice(&mut out).unwrap()).unwrap_err();
    assert_eq!(error.status, Status::VALUE_OUT_OF_RANGE);
}

#[test]
fn casting_is_asked_for() {
    let context = Context::new().unwrap();
    let x = [1.75, -300.0, f64::NAN];
    let x = View::from_slice(&x).unwrap();
    let copy = Kernel::find("copy").unwrap();
    let mut out = [7u8; 3];
    let mut out = ViewMut::from_slice(&mut out).unwrap();
    assert_eq!(context.copy(&x, &mut out).unwrap_err().status, Status::CASTING_FORBIDDEN);
    assert_eq!(out.to_vec().unwrap(), [7; 3]);
    let options = ApplyOptions { casting: Some(Casting::Unsafe), ..ApplyOptions::default() };
    context.apply_with(&copy, &[&x], &options, &mut [Some(&mut out)]).unwrap();
    assert_eq!(out.to_vec().unwrap(), [1, 0, 0]);
    assert!(context.events().unwrap().invalid_cast);
    context.clear_events().unwrap();
    assert_eq!(context.events().unwrap(), ravel::Events::default());
    let (bases, exponents, mut powers) = ([2, -1, 3], [-1, -3, 2], [7; 3]);
    let (bases, exponents) = (View::from_slice(&bases).unwrap(), View::from_slice(&exponents).unwrap());
    context.pow(&bases, &exponents, &mut ViewMut::from_slice(&mut powers).unwrap()).unwrap();
    assert_eq!(powers, [0, -1, 9]);
    assert_eq!(context.events().unwrap(), ravel::Events { negative_power: true, ..ravel::Events::default() });

    let mut half = [Float16::default(); 2];
    let mut brain = [BFloat16::default(); 2];
    context.set_casting(Casting::SameKind).unwrap();
    context.copy(View::from_slice(&[1.0, -2.0]).unwrap(), &mut ViewMut::from_slice(&mut half).unwrap()).unwrap();
    context.copy(View::from_slice(&[1.0, -2.0]).unwrap(), &mut ViewMut::from_slice(&mut brain).unwrap()).unwrap();
    assert_eq!(half, [Float16(0x3c00), Float16(0xc000)]);
    assert_eq!(brain, [BFloat16(0x3f80), BFloat16(0xc000)]);
}

#[test]
fn masks_initial_values_and_kept_axes() {
    let context = Context::new().unwrap();
    let memory = numbers(6);
    let table = View::new(&memory, &[2, 3]).unwrap();
    let mask = [true, false, true];
    let mask = View::from_slice(&mask).unwrap();
    let mut out = [-1.0; 6];
    let options = ApplyOptions { mask: Some(&mask), ..ApplyOptions::default() };
    let mut view = ViewMut::new(&mut out, &[2, 3]).unwrap();
    context.apply_with(&Kernel::find("square").unwrap(), &[&table], &options, &mut [Some(&mut view)]).unwrap();
    assert_eq!(out, [0.0, -1.0, 4.0, 9.0, -1.0, 25.0]);

    let sum = Kernel::find("sum").unwrap();
    let options = ReduceOptions { mask: Some(&mask), initial: Some(&100.0), keep_dims: true, ..Default::default() };
    let (dtype, shape) = context.reduce_outputs(&sum, &table, Some(&[1]), &options).unwrap();
    assert_eq!((dtype, shape), (DType::of::<f64>(), vec![2, 1]));
    let mut out = [0.0; 2];
    let mut view = ViewMut::new(&mut out, &[2, 1]).unwrap();
    context.reduce(&sum, &table, Some(&[1]), &options, &mut view).unwrap();
    assert_eq!(out, [102.0, 108.0]);

    let subtract = Kernel::find("subtract").unwrap();
    assert_eq!(context.accumulate_outputs(&subtract, &table, 1, false).unwrap().1, [2, 3]);
    let mut steps = [0.0; 6];
    context.accumulate(&subtract, &table, 1, &mut ViewMut::new(&mut steps, &[2, 3]).unwrap()).unwrap();
    assert_eq!(steps, [0.0, -1.0, -3.0, 3.0, -1.0, -6.0]);
}

#[test]
fn pointers_for_c_functions() {
    let mut memory = [1i32, 2, 3, 4, 5, 6];
    let mut table = ViewMut::new(&mut memory, &[2, 3]).unwrap();
    let pointer = table.require::<std::os::raw::c_int>(Some(2), Layout::C).unwrap();
    unsafe { *pointer.add(4) = 50 };
    assert!(table.transpose().unwrap().require::<i32>(Some(2), Layout::F).is_ok());
    assert_eq!(table.require::<i32>(Some(1), Layout::C).unwrap_err().status, Status::INVALID_NDIM);
    assert_eq!(table.require::<u32>(None, Layout::Any).unwrap_err().status, Status::DTYPE_MISMATCH);
    assert_eq!(memory[4], 50);
}
