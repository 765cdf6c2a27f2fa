//! What a call can answer.

use ravel_sys as sys;
use std::ffi::CStr;
use std::fmt;

/// A [`Result`](std::result::Result) with ravel's error.
pub type Result<T> = std::result::Result<T, Error>;

/// A status number of ravel. Not an enum, since a newer library may answer numbers that this crate does not know.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub i32);

macro_rules! statuses {
    ($($name:ident = $c:ident,)+) => {
        #[allow(missing_docs)] // ravel/status.h says what each means
        impl Status {
            $(pub const $name: Status = Status(sys::$c);)+
        }
    };
}
statuses! {
    NULL_ARGUMENT = RAVEL_NULL_ARGUMENT,
    STALE_HANDLE = RAVEL_STALE_HANDLE,
    DOUBLE_DESTROY = RAVEL_DOUBLE_DESTROY,
    FORGED_HANDLE = RAVEL_FORGED_HANDLE,
    WRONG_HANDLE_TYPE = RAVEL_WRONG_HANDLE_TYPE,
    BUSY = RAVEL_BUSY,
    OUT_OF_MEMORY = RAVEL_OUT_OF_MEMORY,
    SCRATCH_LIMIT = RAVEL_SCRATCH_LIMIT,
    INVALID_ARGUMENT = RAVEL_INVALID_ARGUMENT,
    UNKNOWN_FLAG = RAVEL_UNKNOWN_FLAG,
    INVALID_DTYPE = RAVEL_INVALID_DTYPE,
    DTYPE_MISMATCH = RAVEL_DTYPE_MISMATCH,
    CASTING_FORBIDDEN = RAVEL_CASTING_FORBIDDEN,
    NO_COMMON_DTYPE = RAVEL_NO_COMMON_DTYPE,
    NO_LOOP = RAVEL_NO_LOOP,
    INVALID_SHAPE = RAVEL_INVALID_SHAPE,
    SHAPE_MISMATCH = RAVEL_SHAPE_MISMATCH,
    INVALID_NDIM = RAVEL_INVALID_NDIM,
    SIZE_OVERFLOW = RAVEL_SIZE_OVERFLOW,
    OUT_OF_BOUNDS = RAVEL_OUT_OF_BOUNDS,
    INVALID_AXIS = RAVEL_INVALID_AXIS,
    DUPLICATE_AXIS = RAVEL_DUPLICATE_AXIS,
    INVALID_INDEX = RAVEL_INVALID_INDEX,
    READ_ONLY = RAVEL_READ_ONLY,
    NOT_CONTIGUOUS = RAVEL_NOT_CONTIGUOUS,
    UNALIGNED = RAVEL_UNALIGNED,
    SWAPPED_BYTES = RAVEL_SWAPPED_BYTES,
    OVERLAP = RAVEL_OVERLAP,
    UNDECIDED_OVERLAP = RAVEL_UNDECIDED_OVERLAP,
    NEEDS_COPY = RAVEL_NEEDS_COPY,
    EMPTY_REDUCTION = RAVEL_EMPTY_REDUCTION,
    WRONG_ARITY = RAVEL_WRONG_ARITY,
    NO_IDENTITY = RAVEL_NO_IDENTITY,
    KERNEL_FAILED = RAVEL_KERNEL_FAILED,
    UNKNOWN_KERNEL = RAVEL_UNKNOWN_KERNEL,
    VALUE_OUT_OF_RANGE = RAVEL_VALUE_OUT_OF_RANGE,
    WRONG_VERB = RAVEL_WRONG_VERB,
    EXECUTOR_FAILED = RAVEL_EXECUTOR_FAILED,
    TOO_MANY_HANDLES = RAVEL_TOO_MANY_HANDLES,
    UNKNOWN_ISA = RAVEL_UNKNOWN_ISA,
    BUFFER_TOO_SMALL = RAVEL_BUFFER_TOO_SMALL,
}

impl Status {
    /// The library's short text for this status: "array is read-only".
    pub fn text(self) -> &'static str {
        let text = unsafe { CStr::from_ptr(sys::ravel_status_text(self.0)) };
        text.to_str().unwrap_or("unknown status")
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Status({}: {})", self.0, self.text())
    }
}

/// A mistake that ravel found. Unless the status is [`Status::KERNEL_FAILED`] or [`Status::EXECUTOR_FAILED`], nothing
/// has been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Which mistake it is.
    pub status: Status,
    /// The array that is to blame: inputs from 0, then outputs, mask, initial.
    pub argument: Option<usize>,
    /// The axis that is to blame.
    pub axis: Option<usize>,
    /// ravel's sentence: the argument, what was expected, what came.
    pub message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl Error {
    /// The status of a function that has no context to keep a sentence.
    pub(crate) fn check_bare(status: sys::ravel_status) -> Result<()> {
        if status == sys::RAVEL_OK {
            return Ok(());
        }
        let status = Status(status);
        Err(Error { status, argument: None, axis: None, message: status.text().into() })
    }

    /// The sentence that the context keeps of the call that has just given `status`.
    pub(crate) fn check(context: *mut sys::ravel_context, status: sys::ravel_status) -> Result<()> {
        if status == sys::RAVEL_OK {
            return Ok(());
        }
        let (mut kept, mut argument, mut axis) = (0, -1, -1);
        let text = copy_text(|buffer, size, needed| unsafe {
            sys::ravel_context_error(context, &mut kept, &mut argument, &mut axis, buffer, size, needed)
        });
        match text {
            // a context that could not be entered (BUSY) keeps the sentence of another call
            Ok(message) if kept == status => Err(Error {
                status: Status(status),
                argument: usize::try_from(argument).ok(),
                axis: usize::try_from(axis).ok(),
                message,
            }),
            _ => Error::check_bare(status),
        }
    }
}

/// The text that a function of the library copies to a buffer.
pub(crate) fn copy_text(
    mut copy: impl FnMut(*mut std::os::raw::c_char, usize, *mut usize) -> sys::ravel_status,
) -> Result<String> {
    let mut buffer = vec![0u8; 256];
    loop {
        let mut needed = 0;
        Error::check_bare(copy(buffer.as_mut_ptr().cast(), buffer.len(), &mut needed))?;
        if needed <= buffer.len() {
            buffer.truncate(needed.saturating_sub(1)); // without the final NUL
            return Ok(String::from_utf8_lossy(&buffer).into_owned());
        }
        buffer.resize(needed, 0);
    }
}
