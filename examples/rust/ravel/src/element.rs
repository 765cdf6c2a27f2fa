//! Element types: which Rust type is which dtype.

use crate::context::on_descriptor_context;
use crate::error::{Error, Result, Status};
use ravel_sys as sys;
use std::ffi::{CStr, CString};
use std::fmt;

/// A dtype of ravel.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DType(pub(crate) i32);

impl DType {
    /// The dtype of a Rust type.
    pub const fn of<T: Element>() -> DType {
        T::DTYPE
    }

    /// Reads a name: of a C type as the library was compiled ("int", "size_t"), NumPy's ("float64", "intc"), a typestr
    /// ("<i4") or a PEP 3118 code ("d"). Also tells whether the text asks for swapped bytes.
    pub fn parse(text: &str) -> Result<(DType, bool)> {
        let text = c_string(text)?;
        let (mut dtype, mut swapped) = (0, 0);
        on_descriptor_context(|context| unsafe {
            sys::ravel_dtype_parse(context, text.as_ptr(), &mut dtype, &mut swapped)
        })?;
        Ok((DType(dtype), swapped != 0))
    }

    /// NumPy's name: "float64".
    pub fn name(self) -> &'static str {
        let name = unsafe { sys::ravel_dtype_name(self.0) };
        if name.is_null() {
            return "unknown";
        }
        unsafe { CStr::from_ptr(name) }.to_str().unwrap_or("unknown")
    }

    /// The bytes of one element.
    pub fn itemsize(self) -> usize {
        let mut itemsize = 0;
        // fails for no dtype that this type can hold
        let _ = unsafe { sys::ravel_dtype_itemsize(self.0, &mut itemsize) };
        itemsize
    }

    /// The number that the C API uses.
    pub const fn number(self) -> i32 {
        self.0
    }
}

impl fmt::Debug for DType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Display for DType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A string for C, or the error for one with a NUL inside.
pub(crate) fn c_string(text: &str) -> Result<CString> {
    CString::new(text).map_err(|_| Error {
        status: Status::INVALID_ARGUMENT,
        argument: None,
        axis: None,
        message: format!("text has a NUL byte: {text:?}"),
    })
}

/// A type that can be an element of an array.
///
/// # Safety
///
/// The type has the size and the bytes of `DTYPE`'s elements, no padding, and every bit pattern is a valid value of it
/// (of `bool`: 0 and 1, the only ones that ravel writes).
pub unsafe trait Element: Copy + Send + Sync + 'static {
    /// The dtype of such elements.
    const DTYPE: DType;
}

macro_rules! elements {
    ($($type:ty = $c:ident,)+) => { $(
        unsafe impl Element for $type {
            const DTYPE: DType = DType(sys::$c);
        }
    )+ };
}
elements! {
    bool = RAVEL_BOOL,
    i8 = RAVEL_INT8,
    i16 = RAVEL_INT16,
    i32 = RAVEL_INT32,
    i64 = RAVEL_INT64,
    u8 = RAVEL_UINT8,
    u16 = RAVEL_UINT16,
    u32 = RAVEL_UINT32,
    u64 = RAVEL_UINT64,
    Float16 = RAVEL_FLOAT16,
    BFloat16 = RAVEL_BFLOAT16,
    f32 = RAVEL_FLOAT32,
    f64 = RAVEL_FLOAT64,
    Complex64 = RAVEL_COMPLEX64,
    Complex128 = RAVEL_COMPLEX128,
}
#[cfg(target_pointer_width = "64")]
elements! {
    isize = RAVEL_INT64,
    usize = RAVEL_UINT64,
}

/// The bits of an IEEE 754 binary16, for storage; [`Context::copy`](crate::Context::copy) converts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(transparent)]
pub struct Float16(pub u16);

/// The bits of a bfloat16 (the upper half of an `f32`), for storage; [`Context::copy`](crate::Context::copy) converts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(transparent)]
pub struct BFloat16(pub u16);

/// A complex number as ravel, C and NumPy store it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C)]
pub struct Complex<T> {
    /// The real part.
    pub re: T,
    /// The imaginary part.
    pub im: T,
}

impl<T> Complex<T> {
    /// A number of its parts.
    pub const fn new(re: T, im: T) -> Self {
        Complex { re, im }
    }
}

/// Two `f32`.
pub type Complex64 = Complex<f32>;
/// Two `f64`.
pub type Complex128 = Complex<f64>;

/// Complex types: those whose views have real and imaginary parts.
pub trait HasParts: Element {
    /// The type of a part.
    type Part: Element;
}

impl HasParts for Complex64 {
    type Part = f32;
}

impl HasParts for Complex128 {
    type Part = f64;
}
