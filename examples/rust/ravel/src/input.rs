//! What calls take: views, scalars, literals, and the output itself.

use crate::descriptor::Descriptor;
use crate::element::{Complex128, Complex64, Element};
use crate::error::Result;
use crate::view::{View, ViewMut};
use ravel_sys as sys;
use std::marker::PhantomData;
use std::ptr;

/// An input of a call that is under way.
pub struct Input<'a> {
    /// NULL: the output itself.
    handle: *const sys::ravel_array,
    _owned: Option<Descriptor>,
    marker: PhantomData<&'a ()>,
}

impl Input<'_> {
    fn borrowed(array: &Descriptor) -> Input<'_> {
        Input { handle: array.handle, _owned: None, marker: PhantomData }
    }

    fn owned(array: Descriptor) -> Input<'static> {
        Input { handle: array.handle, _owned: Some(array), marker: PhantomData }
    }

    pub(crate) fn handle(&self, out: *mut sys::ravel_array) -> *const sys::ravel_array {
        if self.handle.is_null() {
            out
        } else {
            self.handle
        }
    }
}

/// What can be an input: views, [`Scalar`]s, [`InPlace`], and Rust's numbers, which promote like literals: `2` does not
/// turn an `i8` array into `i32`, and `0.5` not an `f32` array into `f64`.
pub trait AsInput {
    /// The input, for as long as this lives.
    fn as_input(&self) -> Result<Input<'_>>;
}

impl<A: AsInput + ?Sized> AsInput for &A {
    fn as_input(&self) -> Result<Input<'_>> {
        (**self).as_input()
    }
}

impl<A: AsInput + ?Sized> AsInput for &mut A {
    fn as_input(&self) -> Result<Input<'_>> {
        (**self).as_input()
    }
}

impl<T: Element> AsInput for View<'_, T> {
    fn as_input(&self) -> Result<Input<'_>> {
        Ok(Input::borrowed(&self.array))
    }
}

impl<T: Element> AsInput for ViewMut<'_, T> {
    fn as_input(&self) -> Result<Input<'_>> {
        Ok(Input::borrowed(&self.array))
    }
}

/// The (first) output as an input: `context.multiply(InPlace, 2.0, &mut x)` doubles x.
#[derive(Clone, Copy, Debug)]
pub struct InPlace;

impl AsInput for InPlace {
    fn as_input(&self) -> Result<Input<'_>> {
        Ok(Input { handle: ptr::null(), _owned: None, marker: PhantomData })
    }
}

/// A value with a dtype of its own, which promotes as an array of it would.
pub struct Scalar {
    pub(crate) array: Descriptor,
}

impl Scalar {
    /// Holds a copy of the value.
    pub fn new<T: Element>(value: T) -> Result<Scalar> {
        let pointer: *const T = &value;
        Ok(Scalar { array: Descriptor::of_scalar(T::DTYPE.number(), pointer.cast(), 0)? })
    }
}

impl AsInput for Scalar {
    fn as_input(&self) -> Result<Input<'_>> {
        Ok(Input::borrowed(&self.array))
    }
}

fn weak<T: Element>(value: T) -> Result<Input<'static>> {
    let pointer: *const T = &value;
    Ok(Input::owned(Descriptor::of_scalar(T::DTYPE.number(), pointer.cast(), sys::RAVEL_WEAK)?))
}

/// Each number is widened to the literal of its kind.
macro_rules! literals {
    ($($type:ty => |$value:ident| $widened:expr;)+) => { $(
        impl AsInput for $type {
            fn as_input(&self) -> Result<Input<'_>> {
                let $value = *self;
                weak($widened)
            }
        }
    )+ };
}
literals! {
    bool => |value| value;
    i8 => |value| i64::from(value);
    i16 => |value| i64::from(value);
    i32 => |value| i64::from(value);
    i64 => |value| value;
    isize => |value| value as i64;
    u8 => |value| u64::from(value);
    u16 => |value| u64::from(value);
    u32 => |value| u64::from(value);
    u64 => |value| value;
    usize => |value| value as u64;
    f32 => |value| f64::from(value);
    f64 => |value| value;
    Complex64 => |value| Complex128::new(value.re.into(), value.im.into());
    Complex128 => |value| value;
}

mod private {
    pub trait Sealed {}
    impl<T> Sealed for crate::view::ViewMut<'_, T> {}
}

/// What can be an output: a [`ViewMut`] of any type.
pub trait Output: private::Sealed {
    #[doc(hidden)]
    fn handle(&mut self) -> *mut sys::ravel_array;
}

impl<T: Element> Output for ViewMut<'_, T> {
    fn handle(&mut self) -> *mut sys::ravel_array {
        self.array.handle
    }
}
