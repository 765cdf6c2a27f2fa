//! All of ravel's named functions as methods of a context, from the one table in `ravel-sys`.

use crate::apply::option_bits;
use crate::context::Context;
use crate::descriptor::axes_pointer;
use crate::error::Result;
use crate::input::{AsInput, Output};
use ravel_sys as sys;

/// The verb that a named function stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Elementwise.
    Apply,
    /// Along axes, to one element.
    Reduce,
    /// Along an axis, keeping each step.
    Accumulate,
}

/// A row of the table of named functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name in C: "ravel_add".
    pub c_name: &'static str,
    /// The number of its inputs.
    pub n_inputs: usize,
    /// What it does with the kernel.
    pub verb: Verb,
}

impl Function {
    /// The name of its kernel: "add".
    pub fn name(&self) -> &'static str {
        self.c_name.trim_start_matches("ravel_")
    }
}

macro_rules! methods {
    (
        elementwise { $($(#[$e_doc:meta])* $e:ident $e_c:ident ($($input:ident),+);)+ }
        reduce { $($(#[$r_doc:meta])* $r:ident $r_c:ident;)+ }
        accumulate { $($(#[$a_doc:meta])* $a:ident $a_c:ident;)+ }
    ) => {
        /// All named functions.
        pub const FUNCTIONS: &[Function] = &[
            $(Function {
                c_name: stringify!($e_c),
                n_inputs: [$(stringify!($input)),+].len(),
                verb: Verb::Apply,
            },)+
            $(Function { c_name: stringify!($r_c), n_inputs: 1, verb: Verb::Reduce },)+
            $(Function { c_name: stringify!($a_c), n_inputs: 1, verb: Verb::Accumulate },)+
        ];

        /// The elementwise functions. Inputs broadcast together; T is their common dtype, and `out` has exactly the
        /// broadcast shape.
        impl Context {
            $($(#[$e_doc])* pub fn $e(&self, $($input: impl AsInput,)+ out: &mut dyn Output) -> Result<()> {
                let out = out.handle();
                $(let $input = $input.as_input()?;)+
                self.check(unsafe { sys::$e_c(self.handle, $($input.handle(out),)+ out) })
            })+
        }

        /// The reductions, over some axes (`None`: all), which are dropped. [`Context::reduce`] has options.
        impl Context {
            $($(#[$r_doc])* pub fn $r(
                &self,
                array: impl AsInput,
                axes: Option<&[i32]>,
                out: &mut dyn Output,
            ) -> Result<()> {
                let out = out.handle();
                let array = array.as_input()?;
                let (n_axes, axes) = axes_pointer(axes);
                let options = option_bits(None, false, false);
                self.check(unsafe { sys::$r_c(self.handle, array.handle(out), n_axes, axes, options, out) })
            })+
        }

        /// The accumulations, along one axis.
        impl Context {
            $($(#[$a_doc])* pub fn $a(&self, array: impl AsInput, axis: i32, out: &mut dyn Output) -> Result<()> {
                let out = out.handle();
                let array = array.as_input()?;
                self.check(unsafe { sys::$a_c(self.handle, array.handle(out), axis, 0, out) })
            })+
        }
    };
}
sys::for_each_function!(methods);
