//! A safe binding of the C library ravel: array kernels that take any layout, check everything before they touch a byte,
//! and give the same bits everywhere.
//!
//! The memory is yours: a [`View`] describes a slice (shape, byte strides), a [`ViewMut`] a mutable one, and the borrow
//! checker sees to it that the memory outlives them. A [`Context`] runs the calls; all of ravel's functions are its
//! methods, and [`Context::apply`], [`Context::reduce`] and [`Context::accumulate`] take any [`Kernel`], closures too.
//!
//! ```
//! use ravel::{on, Context, View, ViewMut};
//!
//! let context = Context::new()?;
//! let heights: Vec<i16> = vec![1, 2, 3, 4, 5, 6];
//! let table = View::new(&heights, &[2, 3])?;
//! let mut doubled = vec![0.0f64; 6];
//! let mut out = ViewMut::new(&mut doubled, &[3, 2])?;
//! context.multiply(table.transpose()?, 2.0, &mut out)?; // i16 is read as f64, a transposed view without a copy
//! context.add(ravel::InPlace, 0.5, &mut out)?;
//! assert_eq!(out.slice(&[on(0, ..).step(2)])?.as_view()?.to_vec()?, [2.5, 8.5, 6.5, 12.5]);
//! # Ok::<(), ravel::Error>(())
//! ```
#![warn(missing_docs)]

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

mod apply;
mod closure;
mod context;
mod descriptor;
mod element;
mod error;
mod functions;
mod input;
mod kernel;
mod others;
mod view;

pub use apply::{ApplyOptions, ReduceOptions};
pub use closure::{Closure, KernelBuilder};
pub use context::{Casting, Context, Events};
pub use descriptor::{on, IntoEnds, Order, Slice};
pub use element::{BFloat16, Complex, Complex128, Complex64, DType, Element, Float16, HasParts};
pub use error::{Error, Result, Status};
pub use functions::{Function, Verb, FUNCTIONS};
pub use input::{AsInput, InPlace, Input, Output, Scalar};
pub use kernel::{AnyThread, Kernel, OneThread, Verbs};
pub use view::{ByteOrder, Layout, View, ViewMut};

/// The version of the library that runs: major, minor, patch.
pub fn version() -> (i32, i32, i32) {
    let (mut major, mut minor, mut patch) = (0, 0, 0);
    unsafe { ravel_sys::ravel_version(&mut major, &mut minor, &mut patch) };
    (major, minor, patch)
}
