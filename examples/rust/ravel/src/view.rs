//! Views: typed descriptors over borrowed memory.

use crate::context::on_descriptor_context;
use crate::descriptor::{Descriptor, Order, Placement, Slice};
use crate::element::{DType, Element, HasParts};
use crate::error::Result;
use ravel_sys as sys;
use std::ffi::c_void;
use std::fmt;
use std::marker::PhantomData;
use std::mem::{size_of, size_of_val, MaybeUninit};

/// A descriptor over memory that somebody else may read too: a strided, n-dimensional `&[T]`. It cannot outlive the
/// slice; its own views live on without it.
pub struct View<'a, T> {
    pub(crate) array: Descriptor,
    marker: PhantomData<&'a [T]>,
}

/// A descriptor over memory that nobody else uses: a strided, n-dimensional `&mut [T]`. Only these can be outputs.
pub struct ViewMut<'a, T> {
    pub(crate) array: Descriptor,
    marker: PhantomData<&'a mut [T]>,
}

/// In which order the bytes of foreign memory lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// This machine's.
    Native,
    /// The lowest byte first.
    Little,
    /// The highest byte first.
    Big,
}

/// What a C function was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// It honours strides.
    Any,
    /// The elements follow each other, last axis fastest.
    C,
    /// The elements follow each other, first axis fastest.
    F,
}

impl Layout {
    fn flags(self) -> u64 {
        match self {
            Layout::Any => 0,
            Layout::C => sys::RAVEL_C_CONTIGUOUS,
            Layout::F => sys::RAVEL_F_CONTIGUOUS,
        }
    }
}

impl<'a, T: Element> View<'a, T> {
    fn over(array: Descriptor) -> Self {
        View { array, marker: PhantomData }
    }

    /// A slice in C order. The slice may be longer than the shape, never shorter.
    pub fn new(slice: &'a [T], shape: &[usize]) -> Result<Self> {
        Self::placed(slice, Placement { offset: 0, shape, strides: None, flags: 0 })
    }

    /// All of a slice, with one axis.
    pub fn from_slice(slice: &'a [T]) -> Result<Self> {
        Self::new(slice, &[slice.len()])
    }

    /// A slice with any strides; `offset` (of element [0, …, 0]) and `strides` are in bytes.
    pub fn strided(slice: &'a [T], offset: usize, shape: &[usize], strides: &[isize]) -> Result<Self> {
        Self::placed(slice, Placement { offset: offset as i64, shape, strides: Some(strides), flags: 0 })
    }

    fn placed(slice: &'a [T], placement: Placement<'_>) -> Result<Self> {
        let buffer = slice.as_ptr() as *mut c_void; // never written to: the descriptor is not writeable
        Descriptor::of_memory(buffer, size_of_val(slice), T::DTYPE, &placement).map(Self::over)
    }

    /// Bytes that hold elements of this type in C order from byte `offset` on, in any byte order and alignment: a file
    /// in memory, say.
    pub fn from_bytes(bytes: &'a [u8], offset: usize, order: ByteOrder, shape: &[usize]) -> Result<Self> {
        let native = match order {
            ByteOrder::Native => true,
            ByteOrder::Little => cfg!(target_endian = "little"),
            ByteOrder::Big => cfg!(target_endian = "big"),
        };
        let flags = if native || size_of::<T>() == 1 { 0 } else { sys::RAVEL_SWAPPED };
        let placement = Placement { offset: offset as i64, shape, strides: None, flags };
        let buffer = bytes.as_ptr() as *mut c_void;
        Descriptor::of_memory(buffer, bytes.len(), T::DTYPE, &placement).map(Self::over)
    }

    /// Reads the same bytes as another type. Of another size: only if the last axis is contiguous.
    pub fn view_as<U: Element>(&self) -> Result<View<'a, U>> {
        self.array.view(U::DTYPE).map(View::over)
    }

    /// The real parts.
    pub fn real(&self) -> Result<View<'a, T::Part>>
    where
        T: HasParts,
    {
        self.array.real().map(View::over)
    }

    /// The imaginary parts.
    pub fn imag(&self) -> Result<View<'a, T::Part>>
    where
        T: HasParts,
    {
        self.array.imag().map(View::over)
    }
}

impl<'a, T: Element> ViewMut<'a, T> {
    fn over(array: Descriptor) -> Self {
        ViewMut { array, marker: PhantomData }
    }

    /// A slice in C order. The slice may be longer than the shape, never shorter.
    pub fn new(slice: &'a mut [T], shape: &[usize]) -> Result<Self> {
        Self::placed(slice, None, 0, shape)
    }

    /// All of a slice, with one axis.
    pub fn from_slice(slice: &'a mut [T]) -> Result<Self> {
        let n = slice.len();
        Self::new(slice, &[n])
    }

    /// A slice with any strides; `offset` (of element [0, …, 0]) and `strides` are in bytes. A view that reaches an
    /// element twice is an error when it is written to.
    pub fn strided(slice: &'a mut [T], offset: usize, shape: &[usize], strides: &[isize]) -> Result<Self> {
        Self::placed(slice, Some(strides), offset, shape)
    }

    fn placed(slice: &'a mut [T], strides: Option<&[isize]>, offset: usize, shape: &[usize]) -> Result<Self> {
        let placement = Placement { offset: offset as i64, shape, strides, flags: sys::RAVEL_WRITEABLE };
        let nbytes = size_of_val(slice);
        Descriptor::of_memory(slice.as_mut_ptr().cast(), nbytes, T::DTYPE, &placement).map(Self::over)
    }

    /// Puts one element. Negative places count from the end.
    pub fn set(&mut self, index: &[i64], value: T) -> Result<()> {
        if self.array.flags() & sys::RAVEL_WRITEABLE == 0 {
            self.array.require(T::DTYPE, None, sys::RAVEL_WRITEABLE)?; // says so
        }
        let address = self.array.element(index)?.cast::<T>();
        // An element of a mutable view: native byte order, any alignment, ours alone.
        unsafe { address.write_unaligned(value) };
        Ok(())
    }

    /// The real parts.
    pub fn real(&mut self) -> Result<ViewMut<'_, T::Part>>
    where
        T: HasParts,
    {
        self.array.real().map(ViewMut::over)
    }

    /// The imaginary parts.
    pub fn imag(&mut self) -> Result<ViewMut<'_, T::Part>>
    where
        T: HasParts,
    {
        self.array.imag().map(ViewMut::over)
    }

    /// The same elements to read; nothing can write while it lives.
    pub fn as_view(&self) -> Result<View<'_, T>> {
        self.array.slice(&[]).map(View::over)
    }

    /// The address for a C function that reads and writes elements of `U` (C's type by the Rust name: `c_int` is `i32`)
    /// with this many axes (`None`: any) in this layout; else an error that says what differs. Using the pointer is
    /// unsafe: it is good while this view's borrow lasts.
    pub fn require<U: Element>(&mut self, ndim: Option<usize>, layout: Layout) -> Result<*mut U> {
        self.array.require(U::DTYPE, ndim, layout.flags() | sys::RAVEL_WRITEABLE).map(|data| data.cast())
    }
}

impl<T: Element> View<'_, T> {
    /// The address for a C function that reads elements of `U` (C's type by the Rust name: `c_int` is `i32`) with this
    /// many axes (`None`: any) in this layout; else an error that says what differs. Using the pointer is unsafe: it is
    /// good while this view's borrow lasts.
    pub fn require<U: Element>(&self, ndim: Option<usize>, layout: Layout) -> Result<*const U> {
        self.array.require(U::DTYPE, ndim, layout.flags()).map(|data| data as *const U)
    }
}

/// The methods that views of both kinds have: new views of the same memory, of the same kind.
macro_rules! views {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*);)+) => {
        impl<'a, T: Element> View<'a, T> {
            $($(#[$doc])* pub fn $name(&self, $($argument: $type),*) -> Result<View<'a, T>> {
                self.array.$name($($argument),*).map(View::over)
            })+
        }
        impl<T: Element> ViewMut<'_, T> {
            $($(#[$doc])* pub fn $name(&mut self, $($argument: $type),*) -> Result<ViewMut<'_, T>> {
                self.array.$name($($argument),*).map(ViewMut::over)
            })+
        }
    };
}
views! {
    /// Keeps a part of the named axes: `view.slice(&[on(0, (1, -1)), on(1, ..).step(2)])`.
    slice(slices: &[Slice]);
    /// Fixes each of the axes at one place, and drops it.
    index(axes: &[i32], indices: &[i64]);
    /// Puts axis `axes[i]` at place i.
    permute(axes: &[i32]);
    /// All axes in reversed order.
    transpose();
    /// Gives the elements another shape, if that needs no copy; one length may be -1.
    reshape(shape: &[isize], order: Order);
    /// Repeats axes of length 1 and adds leading ones. What comes is read-only: as an output it is an error.
    broadcast_to(shape: &[usize]);
    /// Reverses the named axes; `None`: all.
    flip(axes: Option<&[i32]>);
    /// Drops the named axes of length 1; `None`: all of length 1.
    squeeze(axes: Option<&[i32]>);
    /// Adds axes of length 1 at the named places of the result.
    expand_dims(axes: &[i32]);
    /// The diagonal of two axes as the last axis.
    diagonal(offset: i64, axis1: i32, axis2: i32);
    /// All windows of so many elements along each named axis, as new last axes. What comes is read-only.
    sliding_window(windows: &[(i32, usize)]);
}

/// The facts of both kinds.
macro_rules! facts {
    ($($kind:ident)+) => { $(
        impl<T: Element> $kind<'_, T> {
            /// The dtype of the elements.
            pub fn dtype(&self) -> DType {
                T::DTYPE
            }

            /// The number of axes.
            pub fn ndim(&self) -> usize {
                self.array.ndim()
            }

            /// The number of elements.
            pub fn size(&self) -> usize {
                self.array.size()
            }

            /// The lengths of the axes.
            pub fn shape(&self) -> Vec<usize> {
                self.array.shape()
            }

            /// The steps along the axes, in bytes.
            pub fn strides(&self) -> Vec<isize> {
                self.array.strides()
            }

            /// Reads one element. Negative places count from the end.
            pub fn get(&self, index: &[i64]) -> Result<T> {
                let address = self.array.element(index)? as *const u8;
                // The library has proved that the element lies inside of the memory that we borrow.
                Ok(unsafe { read_element(address, self.array.flags() & sys::RAVEL_SWAPPED != 0) })
            }

            /// A copy of all elements, in C order.
            pub fn to_vec(&self) -> Result<Vec<T>> {
                // all bits zero are a valid value of an element
                let mut copy = vec![unsafe { MaybeUninit::<T>::zeroed().assume_init() }; self.size()];
                let out = ViewMut::new(&mut copy, &self.shape())?;
                on_descriptor_context(|context| unsafe {
                    sys::ravel_copy(context, self.array.handle, out.array.handle)
                })?;
                drop(out);
                Ok(copy)
            }
        }

        impl<T: Element> fmt::Debug for $kind<'_, T> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.array.describe())
            }
        }
    )+ };
}
facts! { View ViewMut }

/// Reads an element of any alignment, byte order and, for bool, byte.
///
/// # Safety
///
/// `address` must point at the bytes of an element.
unsafe fn read_element<T: Element>(address: *const u8, swapped: bool) -> T {
    let mut element = MaybeUninit::<T>::uninit();
    let bytes = std::slice::from_raw_parts_mut(element.as_mut_ptr().cast::<MaybeUninit<u8>>(), size_of::<T>());
    for (place, byte) in bytes.iter_mut().enumerate() {
        byte.write(*address.add(place));
    }
    let number = T::DTYPE.number();
    if number == sys::RAVEL_BOOL {
        bytes[0].write(u8::from(*address != 0));
    }
    if swapped {
        let complex = number == sys::RAVEL_COMPLEX64 || number == sys::RAVEL_COMPLEX128;
        let part = if complex { bytes.len() / 2 } else { bytes.len() };
        bytes.chunks_mut(part).for_each(<[_]>::reverse);
    }
    element.assume_init()
}
