//! What to compute: built-in kernels, found by name, and closures.

use crate::closure::{KernelBuilder, PanicSlot};
use crate::context::{on_descriptor_context, Context};
use crate::element::{c_string, DType};
use crate::error::{copy_text, Error, Result};
use ravel_sys as sys;
use std::any::Any;
use std::ffi::CStr;
use std::fmt;
use std::marker::PhantomData;
use std::ptr;
use std::sync::Arc;

/// Marks kernels that any number of threads may use: the built-in ones, and closures that are `Send + Sync`.
pub struct AnyThread(());

/// Marks kernels that stay on the thread that made them.
pub struct OneThread(PhantomData<*mut ()>);

/// What to compute. `'f` is the lifetime of what the closure borrows (`'static` for a built-in kernel); `Threads` is
/// [`AnyThread`] or [`OneThread`].
pub struct Kernel<'f, Threads = AnyThread> {
    pub(crate) handle: *const sys::ravel_kernel,
    /// Where a closure's panic waits; built-in kernels have none, and are not destroyed.
    pub(crate) panic: Option<Arc<PanicSlot>>,
    pub(crate) marker: PhantomData<(&'f (), Threads)>,
}

unsafe impl Send for Kernel<'_, AnyThread> {}
unsafe impl Sync for Kernel<'_, AnyThread> {}

/// The verbs that take a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verbs {
    /// Elementwise.
    pub apply: bool,
    /// Along axes, to one element.
    pub reduce: bool,
    /// Along an axis, keeping each step.
    pub accumulate: bool,
}

impl Kernel<'static> {
    /// Finds a built-in kernel: "add", "sin", "sum". The error names the nearest ones.
    pub fn find(name: &str) -> Result<Kernel<'static>> {
        let name = c_string(name)?;
        let mut handle = ptr::null();
        on_descriptor_context(|context| unsafe { sys::ravel_kernel_find(context, name.as_ptr(), &mut handle) })?;
        Ok(Self::builtin(handle))
    }

    /// All built-in kernels.
    pub fn all() -> Result<Vec<Kernel<'static>>> {
        let mut n = 0;
        Error::check_bare(unsafe { sys::ravel_kernel_count(&mut n) })?;
        let at = |place| {
            let mut handle = ptr::null();
            on_descriptor_context(|context| unsafe { sys::ravel_kernel_at(context, place, &mut handle) })?;
            Ok(Self::builtin(handle))
        };
        (0..n).map(at).collect()
    }

    fn builtin(handle: *const sys::ravel_kernel) -> Self {
        Kernel { handle, panic: None, marker: PhantomData }
    }
}

impl Kernel<'static> {
    /// Starts a kernel of a closure: `Kernel::builder("clamped_sum").identity(0.0)?.any_thread(|a: &[f64], …| …)`.
    pub fn builder(name: &str) -> Result<KernelBuilder> {
        KernelBuilder::new(name)
    }
}

impl<Threads> Kernel<'_, Threads> {
    /// Its name.
    pub fn name(&self) -> String {
        copy_text(|buffer, size, needed| unsafe { sys::ravel_kernel_name(self.handle, buffer, size, needed) })
            .unwrap_or_default()
    }

    /// One line that says what it computes; empty for a closure.
    pub fn summary(&self) -> String {
        copy_text(|buffer, size, needed| unsafe { sys::ravel_kernel_summary(self.handle, buffer, size, needed) })
            .unwrap_or_default()
    }

    /// The numbers of inputs and outputs.
    pub fn arity(&self) -> Result<(usize, usize)> {
        let (mut n_in, mut n_out) = (0, 0);
        Error::check_bare(unsafe { sys::ravel_kernel_arity(self.handle, &mut n_in, &mut n_out) })?;
        Ok((n_in as usize, n_out as usize))
    }

    /// The verbs that take it.
    pub fn verbs(&self) -> Result<Verbs> {
        let mut bits = 0;
        Error::check_bare(unsafe { sys::ravel_kernel_verbs(self.handle, &mut bits) })?;
        Ok(Verbs {
            apply: bits & sys::RAVEL_VERB_APPLY != 0,
            reduce: bits & sys::RAVEL_VERB_REDUCE != 0,
            accumulate: bits & sys::RAVEL_VERB_ACCUMULATE != 0,
        })
    }

    /// The dtypes of each of its loops: inputs, then outputs.
    pub fn signatures(&self) -> Result<Vec<(Vec<DType>, Vec<DType>)>> {
        let (n_in, n_out) = self.arity()?;
        let mut n_loops = 0;
        Error::check_bare(unsafe { sys::ravel_kernel_loop_count(self.handle, &mut n_loops) })?;
        let signature = |place| {
            let mut row = vec![0; n_in + n_out];
            let n = row.len() as i32;
            Error::check_bare(unsafe { sys::ravel_kernel_signature(self.handle, place, n, row.as_mut_ptr()) })?;
            let mut inputs: Vec<DType> = row.into_iter().map(DType).collect();
            let outputs = inputs.split_off(n_in);
            Ok((inputs, outputs))
        };
        (0..n_loops).map(signature).collect()
    }

    /// The instruction set that a call in this context would run it with; "user" for a closure.
    pub fn isa(&self, context: &Context) -> Result<&'static str> {
        let mut isa = ptr::null();
        context.check(unsafe { sys::ravel_kernel_isa(context.handle, self.handle, &mut isa) })?;
        Ok(unsafe { CStr::from_ptr(isa) }.to_str().unwrap_or("unknown"))
    }

    /// The panic that stopped a call, if one did.
    pub(crate) fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.panic.as_ref().and_then(|slot| slot.take())
    }
}

impl<Threads> fmt::Debug for Kernel<'_, Threads> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Kernel({})", self.name())
    }
}

impl<Threads> Drop for Kernel<'_, Threads> {
    fn drop(&mut self) {
        if self.panic.is_some() {
            unsafe { sys::ravel_kernel_destroy(self.handle) };
        }
    }
}
