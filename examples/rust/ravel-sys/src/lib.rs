//! Declarations of the C library ravel, and nothing else; the crate `ravel` is the safe one. Each item is what the header
//! of the same name says: `ravel/status.h`, `ravel/array.h`, … Statuses, dtypes and other numbered constants are plain
//! integers, since a newer library may answer numbers that this crate does not know.
#![allow(non_camel_case_types)]

mod functions;
mod kernels;
mod table;

use std::ffi::c_void;
use std::marker::{PhantomData, PhantomPinned};

pub use functions::*;
pub use kernels::*;

/// A handle's target: never dereferenced, never made in Rust; neither `Send`, `Sync` nor `Unpin`.
macro_rules! opaque {
    ($($name:ident)+) => { $(
        #[repr(C)]
        pub struct $name {
            _data: [u8; 0],
            _marker: PhantomData<(*mut u8, PhantomPinned)>,
        }
    )+ };
}
opaque! { ravel_context ravel_array ravel_kernel }

pub type ravel_status = i32;

pub type ravel_task_fn = unsafe extern "C" fn(index: i64, task_data: *mut c_void);
pub type ravel_executor_fn =
    unsafe extern "C" fn(n_tasks: i64, task: Option<ravel_task_fn>, task_data: *mut c_void, user: *mut c_void) -> i32;
pub type ravel_allocate_fn = unsafe extern "C" fn(nbytes: usize, alignment: usize, user: *mut c_void) -> *mut c_void;
pub type ravel_release_fn =
    unsafe extern "C" fn(memory: *mut c_void, nbytes: usize, alignment: usize, user: *mut c_void);
pub type ravel_kernel_fn =
    unsafe extern "C" fn(n: usize, inputs: *const *const c_void, outputs: *const *mut c_void, user: *mut c_void) -> i32;
pub type ravel_kernel_release_fn = unsafe extern "C" fn(user: *mut c_void);

// version.h
pub const RAVEL_VERSION_MAJOR: i32 = 0;
pub const RAVEL_VERSION_MINOR: i32 = 1;
pub const RAVEL_VERSION_PATCH: i32 = 0;

// status.h
pub const RAVEL_OK: i32 = 0;
pub const RAVEL_NULL_ARGUMENT: i32 = 1;
pub const RAVEL_STALE_HANDLE: i32 = 2;
pub const RAVEL_DOUBLE_DESTROY: i32 = 3;
pub const RAVEL_FORGED_HANDLE: i32 = 4;
pub const RAVEL_WRONG_HANDLE_TYPE: i32 = 5;
pub const RAVEL_BUSY: i32 = 6;
pub const RAVEL_OUT_OF_MEMORY: i32 = 7;
pub const RAVEL_SCRATCH_LIMIT: i32 = 8;
pub const RAVEL_INVALID_ARGUMENT: i32 = 9;
pub const RAVEL_UNKNOWN_FLAG: i32 = 10;
pub const RAVEL_INVALID_DTYPE: i32 = 11;
pub const RAVEL_DTYPE_MISMATCH: i32 = 12;
pub const RAVEL_CASTING_FORBIDDEN: i32 = 13;
pub const RAVEL_NO_COMMON_DTYPE: i32 = 14;
pub const RAVEL_NO_LOOP: i32 = 15;
pub const RAVEL_INVALID_SHAPE: i32 = 16;
pub const RAVEL_SHAPE_MISMATCH: i32 = 17;
pub const RAVEL_INVALID_NDIM: i32 = 18;
pub const RAVEL_SIZE_OVERFLOW: i32 = 19;
pub const RAVEL_OUT_OF_BOUNDS: i32 = 20;
pub const RAVEL_INVALID_AXIS: i32 = 21;
pub const RAVEL_DUPLICATE_AXIS: i32 = 22;
pub const RAVEL_INVALID_INDEX: i32 = 23;
pub const RAVEL_READ_ONLY: i32 = 24;
pub const RAVEL_NOT_CONTIGUOUS: i32 = 25;
pub const RAVEL_UNALIGNED: i32 = 26;
pub const RAVEL_SWAPPED_BYTES: i32 = 27;
pub const RAVEL_OVERLAP: i32 = 28;
pub const RAVEL_UNDECIDED_OVERLAP: i32 = 29;
pub const RAVEL_NEEDS_COPY: i32 = 30;
pub const RAVEL_EMPTY_REDUCTION: i32 = 31;
pub const RAVEL_WRONG_ARITY: i32 = 32;
pub const RAVEL_NO_IDENTITY: i32 = 33;
pub const RAVEL_KERNEL_FAILED: i32 = 34;
pub const RAVEL_UNKNOWN_KERNEL: i32 = 35;
pub const RAVEL_VALUE_OUT_OF_RANGE: i32 = 36;
pub const RAVEL_WRONG_VERB: i32 = 37;
pub const RAVEL_EXECUTOR_FAILED: i32 = 38;
pub const RAVEL_TOO_MANY_HANDLES: i32 = 39;
pub const RAVEL_UNKNOWN_ISA: i32 = 40;
pub const RAVEL_BUFFER_TOO_SMALL: i32 = 41;

// context.h
pub const RAVEL_CASTING_NO: i32 = 1;
pub const RAVEL_CASTING_SAFE: i32 = 2;
pub const RAVEL_CASTING_SAME_KIND: i32 = 3;
pub const RAVEL_CASTING_UNSAFE: i32 = 4;
pub const RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO: u64 = 1;
pub const RAVEL_EVENT_INTEGER_OVERFLOW: u64 = 2;
pub const RAVEL_EVENT_INVALID_CAST: u64 = 4;
pub const RAVEL_EVENT_NEGATIVE_POWER: u64 = 8;

// dtype.h
pub const RAVEL_BOOL: i32 = 1;
pub const RAVEL_INT8: i32 = 2;
pub const RAVEL_INT16: i32 = 3;
pub const RAVEL_INT32: i32 = 4;
pub const RAVEL_INT64: i32 = 5;
pub const RAVEL_UINT8: i32 = 6;
pub const RAVEL_UINT16: i32 = 7;
pub const RAVEL_UINT32: i32 = 8;
pub const RAVEL_UINT64: i32 = 9;
pub const RAVEL_FLOAT16: i32 = 10;
pub const RAVEL_BFLOAT16: i32 = 11;
pub const RAVEL_FLOAT32: i32 = 12;
pub const RAVEL_FLOAT64: i32 = 13;
pub const RAVEL_COMPLEX64: i32 = 14;
pub const RAVEL_COMPLEX128: i32 = 15;
pub const RAVEL_KIND_BOOL: i32 = 0;
pub const RAVEL_KIND_SIGNED: i32 = 1;
pub const RAVEL_KIND_UNSIGNED: i32 = 2;
pub const RAVEL_KIND_FLOAT: i32 = 3;
pub const RAVEL_KIND_COMPLEX: i32 = 4;

// array.h
pub const RAVEL_MAX_NDIM: i32 = 64;
pub const RAVEL_WRITEABLE: u64 = 1;
pub const RAVEL_SWAPPED: u64 = 2;
pub const RAVEL_SIZE_UNKNOWN: u64 = 4;
pub const RAVEL_WEAK: u64 = 8;
pub const RAVEL_SCALAR: u64 = 16;
pub const RAVEL_C_CONTIGUOUS: u64 = 32;
pub const RAVEL_F_CONTIGUOUS: u64 = 64;
pub const RAVEL_ALIGNED: u64 = 128;

// view.h
pub const RAVEL_SLICE_OPEN: i64 = i64::MIN;
pub const RAVEL_ORDER_C: u64 = 0;
pub const RAVEL_ORDER_F: u64 = 1;

// kernel.h
pub const RAVEL_MAX_OPERANDS: i32 = 8;
pub const RAVEL_KERNEL_REORDERABLE: u64 = 1;
pub const RAVEL_KERNEL_THREAD_SAFE: u64 = 2;
pub const RAVEL_KERNEL_IN_PLACE: u64 = 4;
pub const RAVEL_VERB_APPLY: i32 = 1;
pub const RAVEL_VERB_REDUCE: i32 = 2;
pub const RAVEL_VERB_ACCUMULATE: i32 = 4;
pub const RAVEL_TAKES_WHERE: i32 = 1;
pub const RAVEL_TAKES_INITIAL: i32 = 2;
pub const RAVEL_TAKES_CORRECTION: i32 = 4;

// apply.h
pub const RAVEL_OPTION_CASTING_NO: u64 = 1;
pub const RAVEL_OPTION_CASTING_SAFE: u64 = 2;
pub const RAVEL_OPTION_CASTING_SAME_KIND: u64 = 3;
pub const RAVEL_OPTION_CASTING_UNSAFE: u64 = 4;
pub const RAVEL_OPTION_KEEP_DIMS: u64 = 8;
pub const RAVEL_OPTION_NO_SCRATCH: u64 = 16;
pub const RAVEL_OPTION_INCLUDE_INITIAL: u64 = 32;
