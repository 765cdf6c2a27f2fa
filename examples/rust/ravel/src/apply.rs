//! The verbs, for any kernel.

use crate::context::{Casting, Context};
use crate::descriptor::{axes_pointer, count};
use crate::element::DType;
use crate::error::{Result, Status};
use crate::input::{AsInput, Input, Output};
use crate::kernel::Kernel;
use ravel_sys as sys;
use std::panic::resume_unwind;
use std::ptr;

/// Options of one elementwise call.
#[derive(Clone, Copy, Default)]
pub struct ApplyOptions<'a> {
    /// A bool array that broadcasts to the result: only where it is true, something is written.
    pub mask: Option<&'a dyn AsInput>,
    /// The casting rule, instead of the context's.
    pub casting: Option<Casting>,
    /// An overlap that would have to copy an input is an error.
    pub no_scratch: bool,
}

/// Options of one reduction.
#[derive(Clone, Copy, Default)]
pub struct ReduceOptions<'a> {
    /// A bool array that broadcasts to the input: only where it is true, elements count.
    pub mask: Option<&'a dyn AsInput>,
    /// A 0-d value, joined on the left of the result.
    pub initial: Option<&'a dyn AsInput>,
    /// The casting rule, instead of the context's.
    pub casting: Option<Casting>,
    /// Reduced axes stay, with length 1.
    pub keep_dims: bool,
    /// An overlap that would have to copy an input is an error.
    pub no_scratch: bool,
}

pub(crate) fn option_bits(casting: Option<Casting>, keep_dims: bool, no_scratch: bool) -> u64 {
    let casting = match casting {
        None => 0,
        Some(Casting::No) => sys::RAVEL_OPTION_CASTING_NO,
        Some(Casting::Safe) => sys::RAVEL_OPTION_CASTING_SAFE,
        Some(Casting::SameKind) => sys::RAVEL_OPTION_CASTING_SAME_KIND,
        Some(Casting::Unsafe) => sys::RAVEL_OPTION_CASTING_UNSAFE,
    };
    let keep_dims = if keep_dims { sys::RAVEL_OPTION_KEEP_DIMS } else { 0 };
    casting | keep_dims | if no_scratch { sys::RAVEL_OPTION_NO_SCRATCH } else { 0 }
}

/// The options of an accumulation whose output begins with the kernel's identity or not.
fn accumulate_bits(include_initial: bool) -> u64 {
    if include_initial {
        sys::RAVEL_OPTION_INCLUDE_INITIAL
    } else {
        0
    }
}

pub(crate) fn optional<'a>(input: Option<&'a dyn AsInput>) -> Result<Option<Input<'a>>> {
    input.map(|input| input.as_input()).transpose()
}

pub(crate) fn handle_of(input: &Option<Input<'_>>, out: *mut sys::ravel_array) -> *const sys::ravel_array {
    input.as_ref().map_or(ptr::null(), |input| input.handle(out))
}

/// The shape that a query has filled in.
fn shape_of(lengths: &[i64], ndim: i32) -> Vec<usize> {
    lengths[..ndim as usize].iter().map(|&n| n as usize).collect()
}

const MAX_NDIM: usize = sys::RAVEL_MAX_NDIM as usize;

impl Context {
    /// Runs an elementwise kernel of one output: inputs broadcast together, `out` has the broadcast shape.
    pub fn apply<Threads>(
        &self,
        kernel: &Kernel<'_, Threads>,
        inputs: &[&dyn AsInput],
        out: &mut dyn Output,
    ) -> Result<()> {
        self.apply_with(kernel, inputs, &ApplyOptions::default(), &mut [Some(out)])
    }

    /// Runs an elementwise kernel with options, of any number of outputs; `None`: not wanted.
    pub fn apply_with<Threads>(
        &self,
        kernel: &Kernel<'_, Threads>,
        inputs: &[&dyn AsInput],
        options: &ApplyOptions<'_>,
        outputs: &mut [Option<&mut dyn Output>],
    ) -> Result<()> {
        let out: Vec<*mut sys::ravel_array> =
            outputs.iter_mut().map(|out| out.as_mut().map_or(ptr::null_mut(), |out| out.handle())).collect();
        let first = out.first().copied().unwrap_or(ptr::null_mut());
        let held = inputs.iter().map(|input| input.as_input()).collect::<Result<Vec<_>>>()?;
        let handles: Vec<*const sys::ravel_array> = held.iter().map(|input| input.handle(first)).collect();
        let mask = optional(options.mask)?;
        self.finish(kernel, unsafe {
            sys::ravel_apply(
                self.handle,
                kernel.handle,
                count(&handles),
                handles.as_ptr(),
                handle_of(&mask, first),
                option_bits(options.casting, false, options.no_scratch),
                count(&out),
                out.as_ptr(),
            )
        })
    }

    /// Folds the input with a kernel over some axes (`None`: all).
    pub fn reduce<Threads>(
        &self,
        kernel: &Kernel<'_, Threads>,
        input: impl AsInput,
        axes: Option<&[i32]>,
        options: &ReduceOptions<'_>,
        out: &mut dyn Output,
    ) -> Result<()> {
        let input = input.as_input()?;
        let (mask, initial) = (optional(options.mask)?, optional(options.initial)?);
        let (n_axes, axes) = axes_pointer(axes);
        let out = out.handle();
        self.finish(kernel, unsafe {
            sys::ravel_reduce(
                self.handle,
                kernel.handle,
                input.handle(out),
                n_axes,
                axes,
                handle_of(&mask, out),
                handle_of(&initial, out),
                option_bits(options.casting, options.keep_dims, options.no_scratch),
                out,
            )
        })
    }

    /// Folds the input along one axis from the left, keeping each step.
    pub fn accumulate<Threads>(
        &self,
        kernel: &Kernel<'_, Threads>,
        input: impl AsInput,
        axis: i32,
        out: &mut dyn Output,
    ) -> Result<()> {
        self.accumulate_with(kernel, input, axis, false, out)
    }

    /// The same; `include_initial`: the kernel's identity comes first, and `out` is one longer along the axis.
    pub fn accumulate_with<Threads>(
        &self,
        kernel: &Kernel<'_, Threads>,
        input: impl AsInput,
        axis: i32,
        include_initial: bool,
        out: &mut dyn Output,
    ) -> Result<()> {
        let input = input.as_input()?;
        let out = out.handle();
        let options = accumulate_bits(include_initial);
        self.finish(kernel, unsafe {
            sys::ravel_accumulate(self.handle, kernel.handle, input.handle(out), axis, options, out)
        })
    }

    /// What the outputs of such a call must be: their dtypes, and their shape.
    pub fn apply_outputs<Threads>(
        &self,
        kernel: &Kernel<'_, Threads>,
        inputs: &[&dyn AsInput],
        options: &ApplyOptions<'_>,
    ) -> Result<(Vec<DType>, Vec<usize>)> {
        let held = inputs.iter().map(|input| input.as_input()).collect::<Result<Vec<_>>>()?;
        let handles: Vec<*const sys::ravel_array> = held.iter().map(|input| input.handle(ptr::null_mut())).collect();
        let mask = optional(options.mask)?;
        let (_, n_out) = kernel.arity()?;
        let (mut dtypes, mut ndim, mut shape) = (vec![0; n_out], 0, [0; MAX_NDIM]);
        self.check(unsafe {
            sys::ravel_apply_outputs(
                self.handle,
                kernel.handle,
                count(&handles),
                handles.as_ptr(),
                handle_of(&mask, ptr::null_mut()),
                option_bits(options.casting, false, options.no_scratch),
                count(&dtypes),
                dtypes.as_mut_ptr(),
                count(&shape),
                &mut ndim,
                shape.as_mut_ptr(),
            )
        })?;
        Ok((dtypes.into_iter().map(DType).collect(), shape_of(&shape, ndim)))
    }

    /// What the output of such a reduction must be: its (default) dtype, and its shape.
    pub fn reduce_outputs<Threads>(
        &self,
        kernel: &Kernel<'_, Threads>,
        input: impl AsInput,
        axes: Option<&[i32]>,
        options: &ReduceOptions<'_>,
    ) -> Result<(DType, Vec<usize>)> {
        let none = ptr::null_mut();
        let input = input.as_input()?;
        let (mask, initial) = (optional(options.mask)?, optional(options.initial)?);
        let (n_axes, axes) = axes_pointer(axes);
        let (mut dtype, mut ndim, mut shape) = (0, 0, [0; MAX_NDIM]);
        self.check(unsafe {
            sys::ravel_reduce_outputs(
                self.handle,
                kernel.handle,
                input.handle(none),
                n_axes,
                axes,
                handle_of(&mask, none),
                handle_of(&initial, none),
                option_bits(options.casting, options.keep_dims, options.no_scratch),
                &mut dtype,
                count(&shape),
                &mut ndim,
                shape.as_mut_ptr(),
            )
        })?;
        Ok((DType(dtype), shape_of(&shape, ndim)))
    }

    /// What the output of such an accumulation must be: its (default) dtype, and its shape.
    pub fn accumulate_outputs<Threads>(
        &self,
        kernel: &Kernel<'_, Threads>,
        input: impl AsInput,
        axis: i32,
        include_initial: bool,
    ) -> Result<(DType, Vec<usize>)> {
        let input = input.as_input()?;
        let (mut dtype, mut ndim, mut shape) = (0, 0, [0; MAX_NDIM]);
        self.check(unsafe {
            sys::ravel_accumulate_outputs(
                self.handle,
                kernel.handle,
                input.handle(ptr::null_mut()),
                axis,
                accumulate_bits(include_initial),
                &mut dtype,
                count(&shape),
                &mut ndim,
                shape.as_mut_ptr(),
            )
        })?;
        Ok((DType(dtype), shape_of(&shape, ndim)))
    }

    /// Gives a call's answer; goes on with the panic of its closure, now that no C is on the stack.
    fn finish<Threads>(&self, kernel: &Kernel<'_, Threads>, status: sys::ravel_status) -> Result<()> {
        if status == Status::KERNEL_FAILED.0 {
            if let Some(panic) = kernel.take_panic() {
                resume_unwind(panic);
            }
        }
        self.check(status)
    }
}
