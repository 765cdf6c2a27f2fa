//! Functions of the library that are no kernels.

use crate::apply::{handle_of, option_bits, optional, ReduceOptions};
use crate::context::Context;
use crate::descriptor::axes_pointer;
use crate::error::Result;
use crate::input::{AsInput, Output};
use ravel_sys as sys;

impl Context {
    /// The n-th differences along one axis: n times in a row `array[i + 1] - array[i]`, of bools whether the two differ.
    /// `out` is n shorter along the axis.
    pub fn diff(&self, array: impl AsInput, axis: i32, n: i64, out: &mut dyn Output) -> Result<()> {
        let out = out.handle();
        let array = array.as_input()?;
        self.check(unsafe { sys::ravel_diff(self.handle, array.handle(out), axis, n, 0, out) })
    }

    /// The sums of conj(x1) * x2 along axes of both (`None`: all); other axes broadcast, and summed ones are dropped.
    pub fn vecdot(&self, x1: impl AsInput, x2: impl AsInput, axes: Option<&[i32]>, out: &mut dyn Output) -> Result<()> {
        let out = out.handle();
        let (x1, x2) = (x1.as_input()?, x2.as_input()?);
        let (n_axes, axes) = axes_pointer(axes);
        let (x1, x2) = (x1.handle(out), x2.handle(out));
        self.check(unsafe { sys::ravel_vecdot(self.handle, x1, x2, n_axes, axes, 0, out) })
    }

    /// The smallest and the largest element over axes (`None`: all), which are dropped, in one pass. A mask asks for an
    /// initial value, which is joined to both. The outputs have one dtype.
    pub fn min_max(
        &self,
        array: impl AsInput,
        axes: Option<&[i32]>,
        options: &ReduceOptions,
        minimum: &mut dyn Output,
        maximum: &mut dyn Output,
    ) -> Result<()> {
        let (minimum, maximum) = (minimum.handle(), maximum.handle());
        let array = array.as_input()?;
        let (mask, initial) = (optional(options.mask)?, optional(options.initial)?);
        let (n_axes, axes) = axes_pointer(axes);
        let bits = option_bits(options.casting, options.keep_dims, options.no_scratch);
        let (mask, initial) = (handle_of(&mask, minimum), handle_of(&initial, minimum));
        let array = array.handle(minimum);
        self.check(unsafe {
            sys::ravel_min_max(self.handle, array, n_axes, axes, mask, initial, bits, minimum, maximum)
        })
    }

    /// The mean and the variance over axes (`None`: all), which are dropped, in one pass. The variance's divisor is the
    /// number of elements less the correction. Where there is a mask, elements count where it is true.
    pub fn mean_var(
        &self,
        array: impl AsInput,
        axes: Option<&[i32]>,
        mask: Option<&dyn AsInput>,
        correction: f64,
        mean: &mut dyn Output,
        variance: &mut dyn Output,
    ) -> Result<()> {
        let (mean, variance) = (mean.handle(), variance.handle());
        let array = array.as_input()?;
        let mask = optional(mask)?;
        let (n_axes, axes) = axes_pointer(axes);
        let (array, mask) = (array.handle(mean), handle_of(&mask, mean));
        self.check(unsafe {
            sys::ravel_mean_var(self.handle, array, n_axes, axes, mask, correction, 0, mean, variance)
        })
    }

    /// How many elements are 0, 1, …, up to `out`'s length, or the sums of their weights (then `out` is of f64, else of
    /// i64). Any other number is an error. Where there is a mask, elements count where it is true.
    pub fn bincount(
        &self,
        array: impl AsInput,
        mask: Option<&dyn AsInput>,
        weights: Option<&dyn AsInput>,
        out: &mut dyn Output,
    ) -> Result<()> {
        let out = out.handle();
        let array = array.as_input()?;
        let (mask, weights) = (optional(mask)?, optional(weights)?);
        let (mask, weights) = (handle_of(&mask, out), handle_of(&weights, out));
        self.check(unsafe { sys::ravel_bincount(self.handle, array.handle(out), mask, weights, 0, out) })
    }

    /// How many elements lie in each of `out`'s length (of i64) equal bins between lower and upper. The last bin is
    /// closed, the others are half open; NaN and what lies outside are not counted.
    pub fn histogram(
        &self,
        array: impl AsInput,
        mask: Option<&dyn AsInput>,
        (lower, upper): (f64, f64),
        out: &mut dyn Output,
    ) -> Result<()> {
        let out = out.handle();
        let array = array.as_input()?;
        let mask = optional(mask)?;
        let (lower, upper) = (lower.as_input()?, upper.as_input()?);
        let (mask, lower, upper) = (handle_of(&mask, out), lower.handle(out), upper.handle(out));
        self.check(unsafe { sys::ravel_histogram(self.handle, array.handle(out), mask, lower, upper, 0, out) })
    }

    /// The same with bins between ascending edges, one more than bins.
    pub fn histogram_edges(
        &self,
        array: impl AsInput,
        mask: Option<&dyn AsInput>,
        edges: impl AsInput,
        out: &mut dyn Output,
    ) -> Result<()> {
        let out = out.handle();
        let array = array.as_input()?;
        let mask = optional(mask)?;
        let edges = edges.as_input()?;
        let (mask, edges) = (handle_of(&mask, out), edges.handle(out));
        self.check(unsafe { sys::ravel_histogram_edges(self.handle, array.handle(out), mask, edges, 0, out) })
    }
}
