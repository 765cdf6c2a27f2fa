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
    /// The number of its outputs.
    pub n_outputs: usize,
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
        pairs {
            $($(#[$p_doc:meta])* $p:ident $p_c:ident ($($of:ident),+) -> ($first:ident, $second:ident);)+
        }
        reduce { $($(#[$r_doc:meta])* $r:ident $r_c:ident;)+ }
        corrected { $($(#[$c_doc:meta])* $c:ident $c_c:ident;)+ }
        accumulate { $($(#[$a_doc:meta])* $a:ident $a_c:ident;)+ }
    ) => {
        /// All named functions.
        pub const FUNCTIONS: &[Function] = &[
            $(Function {
                c_name: stringify!($e_c),
                n_inputs: [$(stringify!($input)),+].len(),
                n_outputs: 1,
                verb: Verb::Apply,
            },)+
            $(Function {
                c_name: stringify!($p_c),
                n_inputs: [$(stringify!($of)),+].len(),
                n_outputs: 2,
                verb: Verb::Apply,
            },)+
            $(Function { c_name: stringify!($r_c), n_inputs: 1, n_outputs: 1, verb: Verb::Reduce },)+
            $(Function { c_name: stringify!($c_c), n_inputs: 1, n_outputs: 1, verb: Verb::Reduce },)+
            $(Function { c_name: stringify!($a_c), n_inputs: 1, n_outputs: 1, verb: Verb::Accumulate },)+
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

        /// The elementwise functions of two outputs. [`Context::apply_with`] leaves one out. An input that is
        /// [`InPlace`](crate::InPlace) is the first output.
        impl Context {
            $($(#[$p_doc])* pub fn $p(
                &self,
                $($of: impl AsInput,)+
                $first: &mut dyn Output,
                $second: &mut dyn Output,
            ) -> Result<()> {
                let ($first, $second) = ($first.handle(), $second.handle());
                $(let $of = $of.as_input()?;)+
                self.check(unsafe { sys::$p_c(self.handle, $($of.handle($first),)+ $first, $second) })
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

        /// The reductions that take a correction of the number of elements: 0.0 for all that there is, 1.0 for a sample.
        impl Context {
            $($(#[$c_doc])* pub fn $c(
                &self,
                array: impl AsInput,
                axes: Option<&[i32]>,
                correction: f64,
                out: &mut dyn Output,
            ) -> Result<()> {
                let out = out.handle();
                let array = array.as_input()?;
                let (n_axes, axes) = axes_pointer(axes);
                let options = option_bits(None, false, false);
                self.check(unsafe { sys::$c_c(self.handle, array.handle(out), n_axes, axes, correction, options, out) })
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
