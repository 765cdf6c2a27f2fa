//! The functions of version.h, status.h, context.h, dtype.h, array.h and view.h.

use crate::{ravel_allocate_fn, ravel_array, ravel_context, ravel_executor_fn, ravel_release_fn, ravel_status};
use std::ffi::c_void;
use std::os::raw::c_char;

// version.h
extern "C" {
    pub fn ravel_version(major: *mut i32, minor: *mut i32, patch: *mut i32);
}

// status.h
extern "C" {
    pub fn ravel_status_text(status: ravel_status) -> *const c_char;
}

// context.h
extern "C" {
    pub fn ravel_context_create(out: *mut *mut ravel_context) -> ravel_status;
    pub fn ravel_context_destroy(context: *mut ravel_context) -> ravel_status;
    pub fn ravel_context_set_casting(context: *mut ravel_context, casting: i32) -> ravel_status;
    pub fn ravel_context_set_threads(context: *mut ravel_context, n: i32) -> ravel_status;
    pub fn ravel_context_set_executor(
        context: *mut ravel_context,
        n_workers: i32,
        executor: Option<ravel_executor_fn>,
        user: *mut c_void,
    ) -> ravel_status;
    pub fn ravel_context_set_allocator(
        context: *mut ravel_context,
        allocate: Option<ravel_allocate_fn>,
        release: Option<ravel_release_fn>,
        user: *mut c_void,
    ) -> ravel_status;
    pub fn ravel_context_set_isa_cap(context: *mut ravel_context, isa: *const c_char) -> ravel_status;
    pub fn ravel_context_set_scratch_limit(context: *mut ravel_context, nbytes: usize) -> ravel_status;
    pub fn ravel_context_trim(context: *mut ravel_context) -> ravel_status;
    pub fn ravel_context_error(
        context: *mut ravel_context,
        status: *mut i32,
        argument: *mut i32,
        axis: *mut i32,
        buffer: *mut c_char,
        size: usize,
        needed: *mut usize,
    ) -> ravel_status;
    pub fn ravel_context_events(context: *mut ravel_context, events: *mut u64) -> ravel_status;
    pub fn ravel_context_clear_events(context: *mut ravel_context) -> ravel_status;
}

// dtype.h
extern "C" {
    pub fn ravel_dtype_parse(
        context: *mut ravel_context,
        text: *const c_char,
        dtype: *mut i32,
        swapped: *mut i32,
    ) -> ravel_status;
    pub fn ravel_dtype_name(dtype: i32) -> *const c_char;
    pub fn ravel_dtype_itemsize(dtype: i32, itemsize: *mut usize) -> ravel_status;
    pub fn ravel_dtype_limits(
        dtype: i32,
        kind: *mut i32,
        bits: *mut i32,
        lowest: *mut c_void,
        highest: *mut c_void,
        epsilon: *mut c_void,
        smallest_normal: *mut c_void,
    ) -> ravel_status;
    pub fn ravel_result_type(
        context: *mut ravel_context,
        n: i32,
        dtypes: *const i32,
        weak: *const i32,
        dtype: *mut i32,
    ) -> ravel_status;
    pub fn ravel_can_cast(from: i32, to: i32, casting: i32, yes: *mut i32) -> ravel_status;
}

// array.h
extern "C" {
    pub fn ravel_array_create(
        context: *mut ravel_context,
        buffer: *mut c_void,
        nbytes: usize,
        offset: i64,
        dtype: i32,
        ndim: i32,
        shape: *const i64,
        strides: *const i64,
        flags: u64,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_create_scalar(
        context: *mut ravel_context,
        dtype: i32,
        value: *const c_void,
        flags: u64,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_destroy(array: *mut ravel_array) -> ravel_status;
    pub fn ravel_array_rebind(
        context: *mut ravel_context,
        array: *mut ravel_array,
        buffer: *mut c_void,
        nbytes: usize,
        offset: i64,
    ) -> ravel_status;
    pub fn ravel_array_require(
        context: *mut ravel_context,
        array: *const ravel_array,
        dtype: i32,
        ndim: i32,
        flags: u64,
        data: *mut *mut c_void,
    ) -> ravel_status;
    pub fn ravel_array_dtype(array: *const ravel_array, dtype: *mut i32) -> ravel_status;
    pub fn ravel_array_ndim(array: *const ravel_array, ndim: *mut i32) -> ravel_status;
    pub fn ravel_array_size(array: *const ravel_array, size: *mut i64) -> ravel_status;
    pub fn ravel_array_nbytes(array: *const ravel_array, nbytes: *mut usize) -> ravel_status;
    pub fn ravel_array_flags(array: *const ravel_array, flags: *mut u64) -> ravel_status;
    pub fn ravel_array_shape(array: *const ravel_array, n: i32, shape: *mut i64) -> ravel_status;
    pub fn ravel_array_strides(array: *const ravel_array, n: i32, strides: *mut i64) -> ravel_status;
    pub fn ravel_array_element(
        context: *mut ravel_context,
        array: *const ravel_array,
        n: i32,
        index: *const i64,
        address: *mut *mut c_void,
    ) -> ravel_status;
    pub fn ravel_array_describe(
        array: *const ravel_array,
        buffer: *mut c_char,
        size: usize,
        needed: *mut usize,
    ) -> ravel_status;
}

// view.h
extern "C" {
    pub fn ravel_array_slice(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        starts: *const i64,
        stops: *const i64,
        steps: *const i64,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_index(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        indices: *const i64,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_permute(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_reshape(
        context: *mut ravel_context,
        array: *const ravel_array,
        ndim: i32,
        shape: *const i64,
        flags: u64,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_broadcast_to(
        context: *mut ravel_context,
        array: *const ravel_array,
        ndim: i32,
        shape: *const i64,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_flip(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_squeeze(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_expand_dims(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_diagonal(
        context: *mut ravel_context,
        array: *const ravel_array,
        offset: i64,
        axis1: i32,
        axis2: i32,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_sliding_window(
        context: *mut ravel_context,
        array: *const ravel_array,
        n_axes: i32,
        axes: *const i32,
        windows: *const i64,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_real(
        context: *mut ravel_context,
        array: *const ravel_array,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_imag(
        context: *mut ravel_context,
        array: *const ravel_array,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_array_view(
        context: *mut ravel_context,
        array: *const ravel_array,
        dtype: i32,
        out: *mut *mut ravel_array,
    ) -> ravel_status;
    pub fn ravel_multi_index(
        context: *mut ravel_context,
        ndim: i32,
        shape: *const i64,
        index: *const i64,
        flags: u64,
        flat: *mut i64,
    ) -> ravel_status;
    pub fn ravel_unravel_index(
        context: *mut ravel_context,
        ndim: i32,
        shape: *const i64,
        flat: i64,
        flags: u64,
        index: *mut i64,
    ) -> ravel_status;
}
