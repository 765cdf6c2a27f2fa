//! The functions of kernel.h, apply.h and partial.h, and the named functions of elementwise.h and statistics.h.

use crate::{ravel_array, ravel_context, ravel_kernel, ravel_kernel_fn, ravel_kernel_release_fn, ravel_status};
use std::ffi::c_void;
use std::os::raw::c_char;

// kernel.h
extern "C" {
    pub fn ravel_kernel_find(
        context: *mut ravel_context,
        name: *const c_char,
        out: *mut *const ravel_kernel,
    ) -> ravel_status;
    pub fn ravel_kernel_count(count: *mut i32) -> ravel_status;
    pub fn ravel_kernel_at(context: *mut ravel_context, index: i32, out: *mut *const ravel_kernel) -> ravel_status;
    pub fn ravel_kernel_name(
        kernel: *const ravel_kernel,
        buffer: *mut c_char,
        size: usize,
        needed: *mut usize,
    ) -> ravel_status;
    pub fn ravel_kernel_summary(
        kernel: *const ravel_kernel,
        buffer: *mut c_char,
        size: usize,
        needed: *mut usize,
    ) -> ravel_status;
    pub fn ravel_kernel_arity(kernel: *const ravel_kernel, n_in: *mut i32, n_out: *mut i32) -> ravel_status;
    pub fn ravel_kernel_verbs(kernel: *const ravel_kernel, verbs: *mut i32) -> ravel_status;
    pub fn ravel_kernel_takes(kernel: *const ravel_kernel, arguments: *mut i32) -> ravel_status;
    pub fn ravel_kernel_loop_count(kernel: *const ravel_kernel, n_loops: *mut i32) -> ravel_status;
    pub fn ravel_kernel_signature(kernel: *const ravel_kernel, index: i32, n: i32, dtypes: *mut i32) -> ravel_status;
    pub fn ravel_kernel_isa(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        isa: *mut *const c_char,
    ) -> ravel_status;
    pub fn ravel_kernel_create(
        context: *mut ravel_context,
        name: *const c_char,
        n_in: i32,
        n_out: i32,
        n_loops: i32,
        dtypes: *const i32,
        loops: *const Option<ravel_kernel_fn>,
        user: *mut c_void,
        release: Option<ravel_kernel_release_fn>,
        flags: u64,
        identity: *const ravel_array,
        out: *mut *const ravel_kernel,
    ) -> ravel_status;
    pub fn ravel_kernel_destroy(kernel: *const ravel_kernel) -> ravel_status;
}

// apply.h
extern "C" {
    pub fn ravel_apply(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        n_in: i32,
        inputs: *const *const ravel_array,
        mask: *const ravel_array,
        options: u64,
        n_out: i32,
        out: *const *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_reduce(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        input: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        mask: *const ravel_array,
        initial: *const ravel_array,
        options: u64,
        out: *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_accumulate(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        input: *const ravel_array,
        axis: i32,
        options: u64,
        out: *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_apply_outputs(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        n_in: i32,
        inputs: *const *const ravel_array,
        mask: *const ravel_array,
        options: u64,
        n_out: i32,
        dtypes: *mut i32,
        max_ndim: i32,
        ndim: *mut i32,
        shape: *mut i64,
    ) -> ravel_status;
    pub fn ravel_reduce_outputs(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        input: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        mask: *const ravel_array,
        initial: *const ravel_array,
        options: u64,
        dtype: *mut i32,
        max_ndim: i32,
        ndim: *mut i32,
        shape: *mut i64,
    ) -> ravel_status;
    pub fn ravel_accumulate_outputs(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        input: *const ravel_array,
        axis: i32,
        options: u64,
        dtype: *mut i32,
        max_ndim: i32,
        ndim: *mut i32,
        shape: *mut i64,
    ) -> ravel_status;
    pub fn ravel_apply_scratch(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        n_in: i32,
        inputs: *const *const ravel_array,
        mask: *const ravel_array,
        options: u64,
        n_out: i32,
        out: *const *mut ravel_array,
        nbytes: *mut usize,
    ) -> ravel_status;
    pub fn ravel_reduce_scratch(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        input: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        mask: *const ravel_array,
        initial: *const ravel_array,
        options: u64,
        out: *mut ravel_array,
        nbytes: *mut usize,
    ) -> ravel_status;
    pub fn ravel_accumulate_scratch(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        input: *const ravel_array,
        axis: i32,
        options: u64,
        out: *mut ravel_array,
        nbytes: *mut usize,
    ) -> ravel_status;
}

// statistics.h: what is no kernel
extern "C" {
    pub fn ravel_min_max(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        mask: *const ravel_array,
        initial: *const ravel_array,
        options: u64,
        minimum: *mut ravel_array,
        maximum: *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_mean_var(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        mask: *const ravel_array,
        correction: f64,
        options: u64,
        mean: *mut ravel_array,
        variance: *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_vecdot(
        context: *mut ravel_context,
        x1: *const ravel_array,
        x2: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        options: u64,
        out: *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_vecdot_scratch(
        context: *mut ravel_context,
        x1: *const ravel_array,
        x2: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        options: u64,
        out: *mut ravel_array,
        nbytes: *mut usize,
    ) -> ravel_status;
    pub fn ravel_vecdot_outputs(
        context: *mut ravel_context,
        x1: *const ravel_array,
        x2: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        options: u64,
        dtype: *mut i32,
        max_ndim: i32,
        ndim: *mut i32,
        shape: *mut i64,
    ) -> ravel_status;
    pub fn ravel_diff(
        context: *mut ravel_context,
        array: *const ravel_array,
        axis: i32,
        n: i64,
        options: u64,
        out: *mut ravel_array,
    ) -> ravel_status;
}

// partial.h
extern "C" {
    pub fn ravel_partial_nbytes(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        dtype: i32,
        nbytes: *mut usize,
    ) -> ravel_status;
    pub fn ravel_partial_init(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        dtype: i32,
        first: i64,
        state: *mut c_void,
        nbytes: usize,
    ) -> ravel_status;
    pub fn ravel_partial_update(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        array: *const ravel_array,
        mask: *const ravel_array,
        state: *mut c_void,
        nbytes: usize,
    ) -> ravel_status;
    pub fn ravel_partial_merge(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        right: *const c_void,
        right_nbytes: usize,
        state: *mut c_void,
        nbytes: usize,
    ) -> ravel_status;
    pub fn ravel_partial_count(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        state: *const c_void,
        nbytes: usize,
        count: *mut i64,
    ) -> ravel_status;
    pub fn ravel_partial_finish(
        context: *mut ravel_context,
        kernel: *const ravel_kernel,
        state: *const c_void,
        nbytes: usize,
        initial: *const ravel_array,
        options: u64,
        out: *mut ravel_array,
    ) -> ravel_status;
}

// histogram.h
extern "C" {
    pub fn ravel_bincount(
        context: *mut ravel_context,
        array: *const ravel_array,
        mask: *const ravel_array,
        weights: *const ravel_array,
        options: u64,
        out: *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_histogram(
        context: *mut ravel_context,
        array: *const ravel_array,
        mask: *const ravel_array,
        lower: *const ravel_array,
        upper: *const ravel_array,
        options: u64,
        out: *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_histogram_edges(
        context: *mut ravel_context,
        array: *const ravel_array,
        mask: *const ravel_array,
        edges: *const ravel_array,
        options: u64,
        out: *mut ravel_array,
    ) -> ravel_status;
}

// elementwise.h and statistics.h: the rows of the table
macro_rules! declare {
    (
        elementwise { $($(#[$_e:meta])* $e_name:ident $e:ident ($($input:ident),+);)+ }
        pairs {
            $($(#[$_p:meta])* $p_name:ident $p:ident ($($of:ident),+) -> ($first:ident, $second:ident);)+
        }
        reduce { $($(#[$_r:meta])* $r_name:ident $r:ident;)+ }
        corrected { $($(#[$_c:meta])* $c_name:ident $c:ident;)+ }
        accumulate { $($(#[$_a:meta])* $a_name:ident $a:ident;)+ }
    ) => {
        extern "C" {
            $(pub fn $e(
                context: *mut ravel_context,
                $($input: *const ravel_array,)+
                out: *mut ravel_array,
            ) -> ravel_status;)+
            $(pub fn $p(
                context: *mut ravel_context,
                $($of: *const ravel_array,)+
                $first: *mut ravel_array,
                $second: *mut ravel_array,
            ) -> ravel_status;)+
            $(pub fn $r(
                context: *mut ravel_context,
                array: *const ravel_array,
                n_axes: i32,
                axes: *const i32,
                options: u64,
                out: *mut ravel_array,
            ) -> ravel_status;)+
            $(pub fn $c(
                context: *mut ravel_context,
                array: *const ravel_array,
                n_axes: i32,
                axes: *const i32,
                correction: f64,
                options: u64,
                out: *mut ravel_array,
            ) -> ravel_status;)+
            $(pub fn $a(
                context: *mut ravel_context,
                array: *const ravel_array,
                axis: i32,
                options: u64,
                out: *mut ravel_array,
            ) -> ravel_status;)+
        }
    };
}
crate::for_each_function!(declare);
