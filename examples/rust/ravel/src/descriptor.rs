//! The owner of an array handle, untyped: what `View` and `ViewMut` share. A descriptor knows nothing of lifetimes; those
//! who hold one do.

use crate::context::on_descriptor_context;
use crate::element::DType;
use crate::error::{copy_text, Error, Result};
use ravel_sys as sys;
use std::ffi::c_void;
use std::ops::{Range, RangeFrom, RangeFull, RangeTo};
use std::ptr;

/// The order in which indices run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The last axis fastest.
    C,
    /// The first axis fastest.
    F,
}

/// What to keep of one axis: made by [`on`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    axis: i32,
    start: i64,
    stop: i64,
    step: i64,
}

/// A slice of one axis, as Python's `start:stop`: `on(0, 1..)`, `on(0, ..-1)`, or, since `1..-1` looks like a mistake,
/// `on(0, (1, -1))`. Negative places and axes count from the end.
pub fn on(axis: i32, range: impl IntoEnds) -> Slice {
    let (start, stop) = range.into_ends();
    Slice { axis, start, stop, step: 1 }
}

impl Slice {
    /// Keeps only every `step`-th element; a negative step goes backwards: `on(0, ..).step(-1)`.
    pub fn step(self, step: i64) -> Slice {
        Slice { step, ..self }
    }
}

/// Half-open ranges of places, and pairs of a start and a stop.
pub trait IntoEnds {
    /// Start and stop; `i64::MIN` leaves one open.
    fn into_ends(self) -> (i64, i64);
}

impl IntoEnds for Range<i64> {
    fn into_ends(self) -> (i64, i64) {
        (self.start, self.end)
    }
}

impl IntoEnds for (i64, i64) {
    fn into_ends(self) -> (i64, i64) {
        self
    }
}

impl IntoEnds for RangeFrom<i64> {
    fn into_ends(self) -> (i64, i64) {
        (self.start, sys::RAVEL_SLICE_OPEN)
    }
}

impl IntoEnds for RangeTo<i64> {
    fn into_ends(self) -> (i64, i64) {
        (sys::RAVEL_SLICE_OPEN, self.end)
    }
}

impl IntoEnds for RangeFull {
    fn into_ends(self) -> (i64, i64) {
        (sys::RAVEL_SLICE_OPEN, sys::RAVEL_SLICE_OPEN)
    }
}

/// Where the elements of a new descriptor lie in its buffer.
pub(crate) struct Placement<'a> {
    pub offset: i64,
    pub shape: &'a [usize],
    pub strides: Option<&'a [isize]>,
    pub flags: u64,
}

pub(crate) struct Descriptor {
    pub handle: *mut sys::ravel_array,
}

// Descriptors never change, and the library lets threads share them.
unsafe impl Send for Descriptor {}
unsafe impl Sync for Descriptor {}

impl Drop for Descriptor {
    fn drop(&mut self) {
        unsafe { sys::ravel_array_destroy(self.handle) };
    }
}

type Create<'a> = dyn FnMut(*mut sys::ravel_context, *mut *mut sys::ravel_array) -> sys::ravel_status + 'a;

fn create(call: &mut Create<'_>) -> Result<Descriptor> {
    let mut handle = ptr::null_mut();
    on_descriptor_context(|context| call(context, &mut handle))?;
    Ok(Descriptor { handle })
}

/// A length as the library counts; what does not fit is a size that it refuses.
fn length(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(crate) fn count<T>(list: &[T]) -> i32 {
    i32::try_from(list.len()).unwrap_or(i32::MAX)
}

/// The list of axes as C wants it: NULL for all; a list that is empty must not be NULL.
pub(crate) fn axes_pointer(axes: Option<&[i32]>) -> (i32, *const i32) {
    axes.map_or((0, ptr::null()), |axes| (count(axes), axes.as_ptr()))
}

fn lengths(shape: &[usize]) -> Vec<i64> {
    shape.iter().map(|&n| length(n)).collect()
}

impl Descriptor {
    /// Describes memory. The buffer's start may be dangling if it has no bytes.
    pub fn of_memory(
        buffer: *mut c_void,
        nbytes: usize,
        dtype: DType,
        placement: &Placement<'_>,
    ) -> Result<Descriptor> {
        let shape = lengths(placement.shape);
        let strides: Option<Vec<i64>> = placement.strides.map(|list| list.iter().map(|&step| step as i64).collect());
        if let Some(strides) = &strides {
            if strides.len() != shape.len() {
                return Err(Error {
                    status: crate::Status::INVALID_NDIM,
                    argument: None,
                    axis: None,
                    message: format!("{} strides for a shape of {} dimensions", strides.len(), shape.len()),
                });
            }
        }
        let strides = strides.as_ref().map_or(ptr::null(), |list| list.as_ptr());
        create(&mut |context, out| unsafe {
            sys::ravel_array_create(
                context,
                buffer,
                nbytes,
                placement.offset,
                dtype.number(),
                count(&shape),
                shape.as_ptr(),
                strides,
                placement.flags,
                out,
            )
        })
    }

    /// A copy of `value`, which points at an element of this dtype.
    pub fn of_scalar(dtype: i32, value: *const c_void, flags: u64) -> Result<Descriptor> {
        create(&mut |context, out| unsafe { sys::ravel_array_create_scalar(context, dtype, value, flags, out) })
    }

    pub fn slice(&self, slices: &[Slice]) -> Result<Descriptor> {
        let axes: Vec<i32> = slices.iter().map(|slice| slice.axis).collect();
        let starts: Vec<i64> = slices.iter().map(|slice| slice.start).collect();
        let stops: Vec<i64> = slices.iter().map(|slice| slice.stop).collect();
        let steps: Vec<i64> = slices.iter().map(|slice| slice.step).collect();
        create(&mut |context, out| unsafe {
            sys::ravel_array_slice(
                context,
                self.handle,
                count(&axes),
                axes.as_ptr(),
                starts.as_ptr(),
                stops.as_ptr(),
                steps.as_ptr(),
                out,
            )
        })
    }

    pub fn index(&self, axes: &[i32], indices: &[i64]) -> Result<Descriptor> {
        let n = axes.len().min(indices.len());
        if n != axes.len().max(indices.len()) {
            return Err(Error {
                status: crate::Status::INVALID_ARGUMENT,
                argument: None,
                axis: None,
                message: format!("{} indices for {} axes", indices.len(), axes.len()),
            });
        }
        create(&mut |context, out| unsafe {
            sys::ravel_array_index(context, self.handle, count(axes), axes.as_ptr(), indices.as_ptr(), out)
        })
    }

    pub fn permute(&self, axes: &[i32]) -> Result<Descriptor> {
        create(&mut |context, out| unsafe {
            sys::ravel_array_permute(context, self.handle, count(axes), axes.as_ptr(), out)
        })
    }

    pub fn transpose(&self) -> Result<Descriptor> {
        create(&mut |context, out| unsafe { sys::ravel_array_permute(context, self.handle, 0, ptr::null(), out) })
    }

    pub fn reshape(&self, shape: &[isize], order: Order) -> Result<Descriptor> {
        let shape: Vec<i64> = shape.iter().map(|&n| n as i64).collect();
        let flags = match order {
            Order::C => sys::RAVEL_ORDER_C,
            Order::F => sys::RAVEL_ORDER_F,
        };
        create(&mut |context, out| unsafe {
            sys::ravel_array_reshape(context, self.handle, count(&shape), shape.as_ptr(), flags, out)
        })
    }

    pub fn broadcast_to(&self, shape: &[usize]) -> Result<Descriptor> {
        let shape = lengths(shape);
        create(&mut |context, out| unsafe {
            sys::ravel_array_broadcast_to(context, self.handle, count(&shape), shape.as_ptr(), out)
        })
    }

    pub fn flip(&self, axes: Option<&[i32]>) -> Result<Descriptor> {
        let (n, axes) = axes_pointer(axes);
        create(&mut |context, out| unsafe { sys::ravel_array_flip(context, self.handle, n, axes, out) })
    }

    pub fn squeeze(&self, axes: Option<&[i32]>) -> Result<Descriptor> {
        let (n, axes) = axes_pointer(axes);
        create(&mut |context, out| unsafe { sys::ravel_array_squeeze(context, self.handle, n, axes, out) })
    }

    pub fn expand_dims(&self, axes: &[i32]) -> Result<Descriptor> {
        create(&mut |context, out| unsafe {
            sys::ravel_array_expand_dims(context, self.handle, count(axes), axes.as_ptr(), out)
        })
    }

    pub fn diagonal(&self, offset: i64, axis1: i32, axis2: i32) -> Result<Descriptor> {
        create(&mut |context, out| unsafe {
            sys::ravel_array_diagonal(context, self.handle, offset, axis1, axis2, out)
        })
    }

    pub fn sliding_window(&self, windows: &[(i32, usize)]) -> Result<Descriptor> {
        let axes: Vec<i32> = windows.iter().map(|window| window.0).collect();
        let widths: Vec<i64> = windows.iter().map(|window| length(window.1)).collect();
        create(&mut |context, out| unsafe {
            sys::ravel_array_sliding_window(context, self.handle, count(&axes), axes.as_ptr(), widths.as_ptr(), out)
        })
    }

    pub fn real(&self) -> Result<Descriptor> {
        create(&mut |context, out| unsafe { sys::ravel_array_real(context, self.handle, out) })
    }

    pub fn imag(&self) -> Result<Descriptor> {
        create(&mut |context, out| unsafe { sys::ravel_array_imag(context, self.handle, out) })
    }

    pub fn view(&self, dtype: DType) -> Result<Descriptor> {
        create(&mut |context, out| unsafe { sys::ravel_array_view(context, self.handle, dtype.number(), out) })
    }

    pub fn require(&self, dtype: DType, ndim: Option<usize>, flags: u64) -> Result<*mut c_void> {
        let ndim = ndim.map_or(-1, |n| i32::try_from(n).unwrap_or(i32::MAX));
        let mut data = ptr::null_mut();
        on_descriptor_context(|context| unsafe {
            sys::ravel_array_require(context, self.handle, dtype.number(), ndim, flags, &mut data)
        })?;
        Ok(data)
    }

    pub fn element(&self, index: &[i64]) -> Result<*mut c_void> {
        let mut address = ptr::null_mut();
        on_descriptor_context(|context| unsafe {
            sys::ravel_array_element(context, self.handle, count(index), index.as_ptr(), &mut address)
        })?;
        Ok(address)
    }

    /// Facts of a live handle cannot fail.
    fn fact<N: Default>(&self, ask: unsafe extern "C" fn(*const sys::ravel_array, *mut N) -> sys::ravel_status) -> N {
        let mut answer = N::default();
        let status = unsafe { ask(self.handle, &mut answer) };
        debug_assert_eq!(status, sys::RAVEL_OK);
        answer
    }

    pub fn ndim(&self) -> usize {
        self.fact(sys::ravel_array_ndim) as usize
    }

    pub fn size(&self) -> usize {
        self.fact(sys::ravel_array_size) as usize
    }

    pub fn flags(&self) -> u64 {
        self.fact(sys::ravel_array_flags)
    }

    pub fn shape(&self) -> Vec<usize> {
        let mut shape = vec![0i64; self.ndim()];
        unsafe { sys::ravel_array_shape(self.handle, count(&shape), shape.as_mut_ptr()) };
        shape.into_iter().map(|n| n as usize).collect()
    }

    pub fn strides(&self) -> Vec<isize> {
        let mut strides = vec![0i64; self.ndim()];
        unsafe { sys::ravel_array_strides(self.handle, count(&strides), strides.as_mut_ptr()) };
        strides.into_iter().map(|step| step as isize).collect()
    }

    pub fn describe(&self) -> String {
        copy_text(|buffer, size, needed| unsafe { sys::ravel_array_describe(self.handle, buffer, size, needed) })
            .unwrap_or_else(|error| error.message)
    }
}
