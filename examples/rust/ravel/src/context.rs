//! Where a call runs.

use crate::element::c_string;
use crate::error::{Error, Result};
use ravel_sys as sys;
use std::cell::Cell;
use std::marker::PhantomData;
use std::ptr;

/// Where calls run: casting rule, scratch memory, threads, event flags. One per thread or task: it can be sent to another
/// thread, but not shared by two.
///
/// ```compile_fail
/// fn shared_by_threads<T: Sync>() {}
/// shared_by_threads::<ravel::Context>();
/// ```
pub struct Context {
    pub(crate) handle: *mut sys::ravel_context,
    marker: PhantomData<Cell<()>>, // not Sync
}

// The library lets any thread use a context, one at a time.
unsafe impl Send for Context {}

/// Which casts a call may make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casting {
    /// None.
    No,
    /// To dtypes that hold all values, and of int64 and uint64 to float64 and complex128, which round (the default).
    Safe,
    /// Also those within a kind (f64 to f32), or up to a higher kind.
    SameKind,
    /// Any.
    Unsafe,
}

/// Things that have a defined result but that one may want to hear of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// An integer was divided by zero.
    pub integer_divide_by_zero: bool,
    /// The lowest integer was divided by -1.
    pub integer_overflow: bool,
    /// A float that does not fit, or a NaN, was cast to an integer.
    pub invalid_cast: bool,
    /// An integer other than -1, 0 and 1 was taken to a negative power.
    pub negative_power: bool,
}

impl Context {
    /// A context with ravel's defaults: casting "safe", one thread, the best instruction set.
    pub fn new() -> Result<Context> {
        let mut handle = ptr::null_mut();
        Error::check_bare(unsafe { sys::ravel_context_create(&mut handle) })?;
        Ok(Context { handle, marker: PhantomData })
    }

    /// Sets the casting rule of later calls.
    pub fn set_casting(&self, casting: Casting) -> Result<()> {
        let number = match casting {
            Casting::No => sys::RAVEL_CASTING_NO,
            Casting::Safe => sys::RAVEL_CASTING_SAFE,
            Casting::SameKind => sys::RAVEL_CASTING_SAME_KIND,
            Casting::Unsafe => sys::RAVEL_CASTING_UNSAFE,
        };
        self.check(unsafe { sys::ravel_context_set_casting(self.handle, number) })
    }

    /// Lets large calls use up to n threads, the calling one included. Results do not depend on it.
    pub fn set_threads(&self, n: usize) -> Result<()> {
        let n = i32::try_from(n).unwrap_or(i32::MAX);
        self.check(unsafe { sys::ravel_context_set_threads(self.handle, n) })
    }

    /// Lets later calls use no instruction set above the named one ("generic", "x86-64-v3", …); `None`: the best.
    pub fn set_isa_cap(&self, isa: Option<&str>) -> Result<()> {
        let isa = isa.map(c_string).transpose()?;
        let pointer = isa.as_ref().map_or(ptr::null(), |isa| isa.as_ptr());
        self.check(unsafe { sys::ravel_context_set_isa_cap(self.handle, pointer) })
    }

    /// Lets a call hold at most this much scratch memory; `usize::MAX`: no limit.
    pub fn set_scratch_limit(&self, nbytes: usize) -> Result<()> {
        self.check(unsafe { sys::ravel_context_set_scratch_limit(self.handle, nbytes) })
    }

    /// Frees the scratch memory that the context keeps for its next call.
    pub fn trim(&self) -> Result<()> {
        self.check(unsafe { sys::ravel_context_trim(self.handle) })
    }

    /// The events since the context was made, or since they were cleared.
    pub fn events(&self) -> Result<Events> {
        let mut bits = 0;
        self.check(unsafe { sys::ravel_context_events(self.handle, &mut bits) })?;
        Ok(Events {
            integer_divide_by_zero: bits & sys::RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO != 0,
            integer_overflow: bits & sys::RAVEL_EVENT_INTEGER_OVERFLOW != 0,
            invalid_cast: bits & sys::RAVEL_EVENT_INVALID_CAST != 0,
            negative_power: bits & sys::RAVEL_EVENT_NEGATIVE_POWER != 0,
        })
    }

    /// Clears all events.
    pub fn clear_events(&self) -> Result<()> {
        self.check(unsafe { sys::ravel_context_clear_events(self.handle) })
    }

    /// The C handle, for functions of `ravel_sys` that this crate has no method for. It stays this context's.
    pub fn as_raw(&self) -> *mut sys::ravel_context {
        self.handle
    }

    pub(crate) fn check(&self, status: sys::ravel_status) -> Result<()> {
        Error::check(self.handle, status)
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        unsafe { sys::ravel_context_destroy(self.handle) };
    }
}

thread_local! {
    /// Keeps the sentences of calls that make and question descriptors, which need a context for nothing else.
    static DESCRIPTORS: Option<Context> = Context::new().ok();
}

/// Makes such a call. Where the thread has no such context (any more), there is a status without a sentence.
pub(crate) fn on_descriptor_context(mut call: impl FnMut(*mut sys::ravel_context) -> sys::ravel_status) -> Result<()> {
    let checked = DESCRIPTORS.try_with(|context| match context {
        Some(context) => context.check(call(context.handle)),
        None => Error::check_bare(call(ptr::null_mut())),
    });
    match checked {
        Ok(result) => result,
        Err(_) => Error::check_bare(call(ptr::null_mut())),
    }
}
