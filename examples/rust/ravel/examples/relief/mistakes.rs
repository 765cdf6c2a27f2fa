//! The classic mistakes of examples/README.md. Some of them Rust's types forbid already; here they are made all the same.

use ravel::{on, Context, Layout, Status, View, ViewMut};
use std::error::Error;

pub fn make_all(context: &Context) -> Result<(), Box<dyn Error>> {
    println!("\nThe classic mistakes, and what ravel says:");
    let ten: Vec<f64> = (0..10).map(f64::from).collect();
    let ten = View::from_slice(&ten)?;
    let mut sum = [0.0];
    context.sum(ten.slice(&[on(0, ..).step(2)])?, None, &mut ViewMut::new(&mut sum, &[])?)?;
    println!("  every second of 0.0, 1.0, ... 9.0 summed\n    {}: strides are part of the array", sum[0]);
    if sum[0] != 20.0 {
        return Err("the sum of every second element is wrong".into());
    }

    let int64: Vec<i64> = (0..10).collect();
    let int64 = View::from_slice(&int64)?;
    let pointer = int64.require::<std::os::raw::c_int>(None, Layout::Any);
    refused("int64 data where the function was written for int", pointer, Status::DTYPE_MISMATCH)?;

    let mut table = [0.0; 12];
    let mut table = ViewMut::new(&mut table, &[3, 4])?;
    let pointer = table.transpose()?.require::<f64>(Some(2), Layout::C);
    refused("a transposed array where C order was assumed", pointer, Status::NOT_CONTIGUOUS)?;

    let ten = ten.to_vec()?;
    refused("a buffer too short for the shape", View::new(&ten, &[3, 4]), Status::OUT_OF_BOUNDS)?;

    // A View as the output does not compile (the trait `Output` is not implemented for it); but a broadcast view of
    // mutable memory is read-only too, and only ravel knows it.
    let mut row = [0.0; 10];
    let mut row = ViewMut::from_slice(&mut row)?;
    let answer = context.negative(View::from_slice(&ten)?, &mut row.broadcast_to(&[10])?);
    refused("a read-only array as output", answer, Status::READ_ONLY)
}

/// Prints what ravel says to a mistake.
fn refused<T>(what: &str, answer: ravel::Result<T>, expected: Status) -> Result<(), Box<dyn Error>> {
    match answer {
        Err(error) if error.status == expected => {
            println!("  {what}\n    {error}");
            Ok(())
        }
        Err(error) => Err(format!("{what}: another error: {error}").into()),
        Ok(_) => Err(format!("no error: {what}").into()),
    }
}
