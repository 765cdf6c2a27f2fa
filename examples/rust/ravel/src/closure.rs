//! Closures as kernels: an `Fn(&[A], &[B], &mut [R])` over blocks becomes an n-dimensional, strided, broadcast, checked
//! function.

use crate::context::on_descriptor_context;
use crate::element::{c_string, Element};
use crate::error::Result;
use crate::input::Scalar;
use crate::kernel::{AnyThread, Kernel, OneThread};
use ravel_sys as sys;
use std::any::Any;
use std::ffi::{c_void, CString};
use std::marker::PhantomData;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Closures that can be kernels: one to four inputs `&[A]`, then one or two outputs `&mut [R]`, all of one length.
/// `Signature` only tells the implementations apart.
///
/// # Safety
///
/// `run` must not use more of the memory than `n` elements of each of the `DTYPES`.
pub unsafe trait Closure<Signature> {
    /// The number of inputs.
    const N_IN: i32;
    /// The dtypes of the inputs, then of the outputs.
    const DTYPES: &'static [i32];
    /// Runs the closure on blocks of n elements.
    ///
    /// # Safety
    ///
    /// The lists must be what ravel gives to a kernel's loop of these dtypes.
    unsafe fn run(&self, n: usize, inputs: *const *const c_void, outputs: *const *mut c_void);
}

/// The n elements of an output. They are zeroed first: a closure may look before it writes.
unsafe fn output<'b, T: Element>(memory: *mut c_void, n: usize) -> &'b mut [T] {
    let start = memory.cast::<T>();
    ptr::write_bytes(start, 0, n);
    std::slice::from_raw_parts_mut(start, n)
}

macro_rules! closures {
    ($($n_in:literal ($($input:ident $i:literal),+) ($($output:ident $o:literal),+);)+) => { $(
        unsafe impl<Function, $($input: Element,)+ $($output: Element),+> Closure<(($($input,)+), ($($output,)+))>
            for Function
        where
            Function: Fn($(&[$input],)+ $(&mut [$output]),+),
        {
            const N_IN: i32 = $n_in;
            const DTYPES: &'static [i32] = &[$($input::DTYPE.number(),)+ $($output::DTYPE.number()),+];
            unsafe fn run(&self, n: usize, inputs: *const *const c_void, outputs: *const *mut c_void) {
                self(
                    $(std::slice::from_raw_parts((*inputs.add($i)).cast::<$input>(), n),)+
                    $(output::<$output>(*outputs.add($o), n)),+
                )
            }
        }
    )+ };
}
closures! {
    1 (A 0) (R 0);
    2 (A 0, B 1) (R 0);
    3 (A 0, B 1, C 2) (R 0);
    4 (A 0, B 1, C 2, D 3) (R 0);
    1 (A 0) (R 0, S 1);
    2 (A 0, B 1) (R 0, S 1);
    3 (A 0, B 1, C 2) (R 0, S 1);
    4 (A 0, B 1, C 2, D 3) (R 0, S 1);
}

/// Where the panic of a closure waits until the call that it stopped has returned.
pub(crate) struct PanicSlot(Mutex<Option<Box<dyn Any + Send>>>);

impl PanicSlot {
    fn lock(&self) -> MutexGuard<'_, Option<Box<dyn Any + Send>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn take(&self) -> Option<Box<dyn Any + Send>> {
        self.lock().take()
    }

    /// Keeps the first of several; the others have been reported by the panic hook.
    fn put(&self, panic: Box<dyn Any + Send>) {
        let mut slot = self.lock();
        match &mut *slot {
            Some(_) => std::mem::forget(panic), // its drop could panic in turn
            empty => *empty = Some(panic),
        }
    }
}

/// What the library hands to the loop.
struct User<Function> {
    function: Function,
    panic: Arc<PanicSlot>,
}

/// The loop of every closure: a panic stops at the border and waits in its slot.
unsafe extern "C" fn trampoline<Signature, Function: Closure<Signature>>(
    n: usize,
    inputs: *const *const c_void,
    outputs: *const *mut c_void,
    user: *mut c_void,
) -> i32 {
    let user = &*user.cast::<User<Function>>();
    match catch_unwind(AssertUnwindSafe(|| user.function.run(n, inputs, outputs))) {
        Ok(()) => 0,
        Err(panic) => {
            user.panic.put(panic);
            1
        }
    }
}

/// Called when the kernel has been destroyed and its last use has ended.
unsafe extern "C" fn release<Function>(user: *mut c_void) {
    let user = Box::from_raw(user.cast::<User<Function>>());
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(user))) {
        std::mem::forget(panic); // nobody is there to resume it, and its drop could panic in turn
    }
}

/// A kernel in the making.
pub struct KernelBuilder {
    name: CString,
    flags: u64,
    identity: Option<Scalar>,
}

impl KernelBuilder {
    pub(crate) fn new(name: &str) -> Result<KernelBuilder> {
        Ok(KernelBuilder { name: c_string(name)?, flags: 0, identity: None })
    }

    /// Promises that f(f(a, b), c) may be computed as f(a, f(b, c)), and in another order: reductions then use ravel's
    /// fixed tree.
    pub fn reorderable(self) -> KernelBuilder {
        KernelBuilder { flags: self.flags | sys::RAVEL_KERNEL_REORDERABLE, ..self }
    }

    /// Gives the value that a reduction starts with, and that stands in for masked elements.
    pub fn identity<T: Element>(self, value: T) -> Result<KernelBuilder> {
        Ok(KernelBuilder { identity: Some(Scalar::new(value)?), ..self })
    }

    /// A kernel that stays on this thread: the closure may use what is not thread-safe.
    pub fn one_thread<'f, Signature, Function>(self, function: Function) -> Result<Kernel<'f, OneThread>>
    where
        Function: Closure<Signature> + 'f,
    {
        self.create(function)
    }

    /// A kernel that any thread may use, and that one call may run on several.
    pub fn any_thread<'f, Signature, Function>(mut self, function: Function) -> Result<Kernel<'f, AnyThread>>
    where
        Function: Closure<Signature> + Send + Sync + 'f,
    {
        self.flags |= sys::RAVEL_KERNEL_THREAD_SAFE;
        self.create(function)
    }

    fn create<'f, Threads, Signature, Function>(self, function: Function) -> Result<Kernel<'f, Threads>>
    where
        Function: Closure<Signature> + 'f,
    {
        let panic = Arc::new(PanicSlot(Mutex::new(None)));
        let user = Box::into_raw(Box::new(User { function, panic: Arc::clone(&panic) }));
        let n_in = Function::N_IN;
        let n_out = Function::DTYPES.len() as i32 - n_in;
        let loops: [Option<sys::ravel_kernel_fn>; 1] = [Some(trampoline::<Signature, Function>)];
        let identity = self.identity.as_ref().map_or(ptr::null_mut(), |scalar| scalar.array.handle);
        let mut handle = ptr::null();
        let created = on_descriptor_context(|context| unsafe {
            sys::ravel_kernel_create(
                context,
                self.name.as_ptr(),
                n_in,
                n_out,
                1,
                Function::DTYPES.as_ptr(),
                loops.as_ptr(),
                user.cast(),
                Some(release::<Function>),
                self.flags,
                identity,
                &mut handle,
            )
        });
        if let Err(error) = created {
            drop(unsafe { Box::from_raw(user) }); // the library has not taken it
            return Err(error);
        }
        Ok(Kernel { handle, panic: Some(panic), marker: PhantomData })
    }
}
