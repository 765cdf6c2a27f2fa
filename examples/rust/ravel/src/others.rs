//! Functions of the library that are no kernels.

use crate::context::Context;
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
}
