/* view_steps.c: one random view of an array, right or wrong, done by the library and by the model. */
#include "view_steps.h"
#include "fuzz.h"
#include "oracle.h"
#include <string.h>

/* A step asks the library for the view, and makes the model that of the view. It tells whether there is one. */
typedef bool (*step)(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                     ravel_array **out);

/* Some different axes of ndim, negative ones too; now and then one that is there already or is none: then false. */
static bool choose_axes(random_source *source, int32_t ndim, int32_t most, int32_t *n_axes, int32_t *axes)
{
    uint64_t taken = 0;
    *n_axes = 0;
    for (int32_t axis = 0; axis < ndim && *n_axes < most; axis++)
        if (random_once_in(source, 2))
            axes[(*n_axes)++] = axis;
    if (*n_axes > 0 && random_once_in(source, 8))
        axes[random_below(source, *n_axes)] = (int32_t)random_between(source, -ndim - 1, ndim);
    for (int32_t i = 0; i < *n_axes; i++) {
        const int32_t axis = axes[i] < 0 ? axes[i] + ndim : axes[i];
        if (axis < 0 || axis >= ndim || (taken >> axis & 1))
            return false;
        taken |= UINT64_C(1) << axis;
        axes[i] = random_once_in(source, 3) ? axis - ndim : axis;
    }
    return true;
}

static int32_t from_start(int32_t axis, int32_t ndim)
{
    return axis < 0 ? axis + ndim : axis;
}

/* The map to the array itself. */
static view_map same(const view_model *model)
{
    view_map map = {.ndim = model->ndim};
    memcpy(map.shape, model->shape, sizeof map.shape);
    for (int32_t axis = 0; axis < model->ndim; axis++)
        map.step[axis][axis] = 1;
    return map;
}

/* Adds an axis to the map, along which index `axis` of what is viewed steps. */
static void add_axis(view_map *map, int64_t length, int32_t axis, int64_t step_by)
{
    map->step[axis][map->ndim] = step_by;
    map->shape[map->ndim++] = length;
}

/* The map without some axes, whose indices stay where start is. */
static view_map drop(const view_map *from, uint64_t dropped)
{
    view_map map = {.ndim = 0};
    memcpy(map.start, from->start, sizeof map.start);
    for (int32_t j = 0; j < from->ndim; j++) {
        if (dropped >> j & 1)
            continue;
        for (int32_t axis = 0; axis < VIEW_MAX_NDIM; axis++)
            map.step[axis][map.ndim] = from->step[axis][j];
        map.shape[map.ndim++] = from->shape[j];
    }
    return map;
}

/* One axis of a slice as Python has it; false where it is none here. */
static bool slice_axis(int64_t length, int64_t start, int64_t stop, int64_t by, int32_t axis, view_map *map)
{
    const int64_t past = by < 0 ? length - 1 : length;
    if (by == 0 || (start != RAVEL_SLICE_OPEN && (start < -length || start > past)) ||
        (stop != RAVEL_SLICE_OPEN && (stop < -length || stop > length)))
        return false;
    const int64_t first = start == RAVEL_SLICE_OPEN ? (by < 0 ? length - 1 : 0) : start < 0 ? start + length : start;
    const int64_t end = stop == RAVEL_SLICE_OPEN ? (by < 0 ? -1 : length) : stop < 0 ? stop + length : stop;
    int64_t n = 0;
    while (by < 0 ? first + n * by > end : first + n * by < end)
        n++;
    map->shape[axis] = n;
    map->start[axis] = first;
    map->step[axis][axis] = by;
    return true;
}

static bool slice(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                  ravel_array **out)
{
    int32_t n, axes[VIEW_MAX_NDIM] = {0};
    int64_t starts[VIEW_MAX_NDIM] = {0}, stops[VIEW_MAX_NDIM] = {0}, steps[VIEW_MAX_NDIM] = {0};
    bool valid = choose_axes(source, model->ndim, VIEW_MAX_NDIM, &n, axes);
    const bool unit = random_once_in(source, 4);
    view_map map = same(model);
    for (int32_t i = 0; i < n; i++) {
        const int64_t length = valid ? model->shape[from_start(axes[i], model->ndim)] : 3;
        const int64_t more = random_once_in(source, 8); /* may be too far */
        starts[i] =
            random_once_in(source, 3) ? RAVEL_SLICE_OPEN : random_between(source, -length - more, length + more);
        stops[i] = random_once_in(source, 3) ? RAVEL_SLICE_OPEN : random_between(source, -length - more, length + more);
        steps[i] = unit ? 1 : random_between(source, -3, 3);
        if (valid)
            valid = slice_axis(length, starts[i], stops[i], steps[i], from_start(axes[i], model->ndim), &map);
    }
    *status = ravel_array_slice(NULL, array, n, axes, starts, stops, unit ? NULL : steps, out);
    if (valid)
        view_apply(model, &map);
    return valid;
}

static bool take_index(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                       ravel_array **out)
{
    int32_t n, axes[VIEW_MAX_NDIM] = {0};
    int64_t indices[VIEW_MAX_NDIM] = {0};
    bool valid = choose_axes(source, model->ndim, 2, &n, axes);
    uint64_t dropped = 0;
    view_map map = same(model);
    for (int32_t i = 0; i < n; i++) {
        const int32_t axis = valid ? from_start(axes[i], model->ndim) : 0;
        const int64_t length = valid ? model->shape[axis] : 2;
        indices[i] = random_between(source, -length, length - (length > 0 && !random_once_in(source, 8)));
        valid &= indices[i] < length && length > 0;
        map.start[axis] = indices[i] < 0 ? indices[i] + length : indices[i];
        dropped |= UINT64_C(1) << axis;
    }
    *status = ravel_array_index(NULL, array, n, axes, indices, out);
    map = drop(&map, dropped);
    if (valid)
        view_apply(model, &map);
    return valid;
}

static bool permute(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                    ravel_array **out)
{
    const int32_t ndim = model->ndim;
    int32_t axes[VIEW_MAX_NDIM] = {0};
    const bool reverse = random_once_in(source, 3), valid = reverse || ndim == 0 || !random_once_in(source, 8);
    view_map map = {.ndim = 0};
    for (int32_t i = 0; i < ndim; i++)
        axes[i] = reverse ? ndim - 1 - i : i;
    for (int32_t i = ndim - 1; i > 0 && !reverse; i--) {
        const int32_t other = (int32_t)random_below(source, i + 1), axis = axes[i];
        axes[i] = axes[other];
        axes[other] = axis;
    }
    for (int32_t i = 0; i < ndim; i++)
        add_axis(&map, model->shape[axes[i]], axes[i], 1);
    if (!valid)
        axes[0] = ndim > 1 ? axes[1] : -2;
    *status = ravel_array_permute(NULL, array, reverse ? 0 : ndim, reverse ? NULL : axes, out);
    if (valid)
        view_apply(model, &map);
    return valid;
}

/* Splits, joins and adds axes: another shape of the same size. */
static void mix_shape(random_source *source, int32_t *ndim, int64_t *shape)
{
    for (int64_t left = random_below(source, 4); left > 0; left--) {
        const int32_t at = (int32_t)random_below(source, *ndim + 1);
        const int64_t divisor = random_between(source, 1, 4);
        if (at + 1 < *ndim && random_once_in(source, 2)) {
            shape[at] *= shape[at + 1];
            memmove(shape + at + 1, shape + at + 2, (size_t)(*ndim - at - 2) * sizeof *shape);
            --*ndim;
        } else if (*ndim < VIEW_MAX_NDIM) {
            const bool splits = at < *ndim && shape[at] % divisor == 0;
            memmove(shape + at + 1, shape + at, (size_t)(*ndim - at) * sizeof *shape);
            shape[at] = splits ? divisor : 1;
            if (splits)
                shape[at + 1] /= divisor;
            ++*ndim;
        }
    }
}

/* Lists the elements in the order in which the first axis is the fastest, or brings such a list back. */
static void turn(view_model *model, bool back)
{
    static view_model from;
    from = *model;
    int64_t index[VIEW_MAX_NDIM] = {0};
    for (int64_t i = 0; i < view_size(from.ndim, from.shape); i++) {
        int64_t place = 0;
        for (int32_t axis = from.ndim - 1; axis >= 0; axis--)
            place = place * from.shape[axis] + index[axis];
        model->address[back ? i : place] = from.address[back ? place : i];
        view_next(from.ndim, from.shape, index);
    }
}

static bool reshape(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                    ravel_array **out)
{
    static view_model view;
    view = *model;
    const bool in_f_order = random_once_in(source, 3);
    mix_shape(source, &view.ndim, view.shape);
    int64_t asked[VIEW_MAX_NDIM];
    memcpy(asked, view.shape, sizeof asked);
    bool valid = true;
    if (view.ndim > 0 && random_once_in(source, 3)) { /* one length is left to the library, or is wrong */
        const int64_t axis = random_below(source, view.ndim);
        const bool wrong = random_once_in(source, 6);
        asked[axis] = wrong ? asked[axis] + 1 : -1;
        int64_t others = 1;
        for (int32_t other = 0; other < view.ndim; other++)
            others *= other != axis ? view.shape[other] : 1;
        valid = others != 0; /* else -1 has many answers */
        if (wrong)
            valid = others == 0 && view_size(model->ndim, model->shape) == 0;
        if (wrong && valid)
            view.shape[axis]++;
    }
    *status = ravel_array_reshape(NULL, array, view.ndim, asked, in_f_order ? RAVEL_ORDER_F : RAVEL_ORDER_C, out);
    if (in_f_order) {
        static view_model list;
        list = *model;
        turn(&list, false);
        memcpy(view.address, list.address, sizeof view.address);
        turn(&view, true);
    }
    if (!valid || !view_is_strided(&view))
        return false;
    *model = view;
    return true;
}

static bool broadcast(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                      ravel_array **out)
{
    const int32_t n_more = (int32_t)random_below(source, VIEW_MAX_NDIM - model->ndim + 1);
    bool valid = true;
    view_map map = {.ndim = 0};
    int64_t size = 1;
    for (int32_t j = 0; j < n_more + model->ndim; j++) {
        const int32_t axis = j - n_more;
        int64_t length = axis < 0 ? 1 : model->shape[axis];
        if (axis < 0 || (length == 1 && random_once_in(source, 2)))
            length = random_below(source, 4);
        else if (random_once_in(source, 12))
            length++;
        size *= length;
        valid &= axis < 0 || model->shape[axis] == length || model->shape[axis] == 1;
        if (axis >= 0 && model->shape[axis] != 1)
            map.step[axis][j] = 1;
        map.shape[map.ndim++] = length;
    }
    if (size > VIEW_MAX_SIZE) /* no room in the model */
        return *status = RAVEL_SHAPE_MISMATCH, false;
    *status = ravel_array_broadcast_to(NULL, array, map.ndim, map.shape, out);
    if (valid) {
        view_apply(model, &map);
        model->writeable = false;
    }
    return valid;
}

static bool flip(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                 ravel_array **out)
{
    int32_t n, axes[VIEW_MAX_NDIM] = {0};
    const bool all = random_once_in(source, 4);
    bool valid = choose_axes(source, model->ndim, VIEW_MAX_NDIM, &n, axes);
    view_map map = same(model);
    if (all) {
        valid = true;
        n = model->ndim;
    }
    for (int32_t i = 0; i < n && valid; i++) {
        const int32_t axis = all ? i : from_start(axes[i], model->ndim);
        map.start[axis] = model->shape[axis] - 1;
        map.step[axis][axis] = -1;
    }
    *status = ravel_array_flip(NULL, array, all ? 0 : n, all ? NULL : axes, out);
    if (valid)
        view_apply(model, &map);
    return valid;
}

static bool squeeze(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                    ravel_array **out)
{
    int32_t n = 0, axes[VIEW_MAX_NDIM] = {0};
    const bool all = random_once_in(source, 4);
    uint64_t dropped = 0;
    bool valid = true;
    for (int32_t axis = 0; axis < model->ndim; axis++) {
        const bool is_unit = model->shape[axis] == 1;
        if (!(all ? is_unit : is_unit ? random_once_in(source, 2) : random_once_in(source, 16)))
            continue;
        valid &= is_unit;
        dropped |= UINT64_C(1) << axis;
        axes[n++] = random_once_in(source, 2) ? axis : axis - model->ndim;
    }
    *status = ravel_array_squeeze(NULL, array, all ? 0 : n, all ? NULL : axes, out);
    view_map map = same(model);
    map = drop(&map, dropped);
    if (valid)
        view_apply(model, &map);
    return valid;
}

static bool expand(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                   ravel_array **out)
{
    int32_t n = (int32_t)random_below(source, 3), axes[VIEW_MAX_NDIM] = {0};
    if (model->ndim + n > VIEW_MAX_NDIM)
        n = VIEW_MAX_NDIM - model->ndim;
    const int32_t ndim = model->ndim + n;
    uint64_t added = 0;
    bool valid = true;
    for (int32_t i = 0; i < n; i++) {
        axes[i] = (int32_t)random_between(source, -ndim - random_once_in(source, 8), ndim - 1);
        const int32_t axis = from_start(axes[i], ndim);
        valid &= axis >= 0 && !(added >> (axis & 63) & 1);
        added |= UINT64_C(1) << (axis & 63);
    }
    *status = ravel_array_expand_dims(NULL, array, n, axes, out);
    if (!valid)
        return false;
    view_map map = {.ndim = 0};
    for (int32_t j = 0, axis = 0; j < ndim; j++) {
        if (added >> j & 1)
            map.shape[map.ndim++] = 1;
        else
            add_axis(&map, model->shape[axis], axis, 1), axis++;
    }
    view_apply(model, &map);
    return true;
}

static bool diagonal(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                     ravel_array **out)
{
    const int32_t ndim = model->ndim;
    const int64_t offset = random_between(source, -7, 7);
    const int32_t axis1 = (int32_t)random_between(source, -ndim, ndim),
                  axis2 = (int32_t)random_between(source, -ndim, ndim);
    *status = ravel_array_diagonal(NULL, array, offset, axis1, axis2, out);
    if (ndim < 2 || axis1 == ndim || axis2 == ndim || from_start(axis1, ndim) == from_start(axis2, ndim))
        return false;
    const int32_t row = from_start(axis1, ndim), column = from_start(axis2, ndim);
    view_map map = same(model);
    map.start[row] = offset < 0 ? -offset : 0;
    map.start[column] = offset > 0 ? offset : 0;
    const int64_t rows = model->shape[row] - map.start[row], columns = model->shape[column] - map.start[column];
    const int64_t length = rows < columns ? rows : columns;
    map = drop(&map, UINT64_C(1) << row | UINT64_C(1) << column);
    map.step[column][map.ndim] = 1;
    add_axis(&map, length > 0 ? length : 0, row, 1);
    view_apply(model, &map);
    return true;
}

static bool window(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                   ravel_array **out)
{
    int32_t n, axes[VIEW_MAX_NDIM] = {0};
    int64_t windows[VIEW_MAX_NDIM] = {0};
    bool valid = choose_axes(source, model->ndim, VIEW_MAX_NDIM - model->ndim, &n, axes);
    view_map map = same(model);
    for (int32_t i = 0; i < n; i++) {
        windows[i] = random_between(source, 1, 3) - random_once_in(source, 12);
        if (!valid)
            continue;
        const int32_t axis = from_start(axes[i], model->ndim);
        valid = windows[i] >= 1 && windows[i] <= model->shape[axis];
        map.shape[axis] -= windows[i] - 1;
        add_axis(&map, windows[i], axis, 1);
    }
    if (valid && view_size(map.ndim, map.shape) > VIEW_MAX_SIZE)
        return *status = RAVEL_INVALID_SHAPE, false;
    *status = ravel_array_sliding_window(NULL, array, n, axes, windows, out);
    if (valid) {
        view_apply(model, &map);
        model->writeable = false;
    }
    return valid;
}

/* Part 0 or 1 of complex numbers. */
static void take_part(view_model *model, int32_t part)
{
    const size_t part_size = oracle_part_sizes[model->dtype];
    for (int64_t i = view_size(model->ndim, model->shape) - 1; i >= 0; i--)
        model->address[i] += part ? part_size : 0;
    model->dtype = model->dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
}

static bool real(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                 ravel_array **out)
{
    (void)source;
    *status = ravel_array_real(NULL, array, out);
    if (oracle_kinds[model->dtype] == RAVEL_KIND_COMPLEX)
        take_part(model, 0);
    return true;
}

static bool imag(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                 ravel_array **out)
{
    (void)source;
    *status = ravel_array_imag(NULL, array, out);
    if (oracle_kinds[model->dtype] != RAVEL_KIND_COMPLEX)
        return false;
    take_part(model, 1);
    return true;
}

static bool view_as(random_source *source, const ravel_array *array, view_model *model, ravel_status *status,
                    ravel_array **out)
{
    const int32_t dtype = (int32_t)random_between(source, 0, 16), last = model->ndim - 1;
    const bool is_dtype = dtype >= RAVEL_BOOL && dtype <= RAVEL_COMPLEX128;
    const int64_t old_size = (int64_t)oracle_itemsizes[model->dtype];
    const int64_t new_size = is_dtype ? (int64_t)oracle_itemsizes[dtype] : 1;
    const int64_t size = view_size(model->ndim, model->shape);
    if (size * old_size / new_size > VIEW_MAX_SIZE)
        return *status = RAVEL_NEEDS_COPY, false;
    *status = ravel_array_view(NULL, array, dtype, out);
    if (!is_dtype || (model->swapped && oracle_part_sizes[dtype] != oracle_part_sizes[model->dtype]))
        return false;
    if (new_size != old_size) {
        if (last < 0 || model->shape[last] * old_size % new_size != 0)
            return false;
        if (size > 0 && model->shape[last] > 1 && model->address[1] - model->address[0] != old_size)
            return false;
        static view_model from;
        from = *model;
        model->shape[last] = model->shape[last] * old_size / new_size;
        for (int64_t i = 0; i < view_size(model->ndim, model->shape); i++)
            model->address[i] = from.address[i * new_size / old_size] + i * new_size % old_size;
    }
    model->dtype = dtype;
    return true;
}

void view_step(int32_t which, random_source *source, ravel_array **array, view_model *model)
{
    static const step steps[VIEW_N_STEPS] = {slice,  take_index, permute,  reshape, broadcast, flip,   squeeze,
                                             expand, window,     diagonal, real,    imag,      view_as};
    static view_model before;
    before = *model;
    ravel_array *out = NULL;
    ravel_status status = RAVEL_OK;
    const bool valid = steps[which](source, *array, model, &status, &out);
    FUZZ_CHECK((status == RAVEL_OK) == valid);
    FUZZ_CHECK((out != NULL) == valid);
    if (!valid) {
        *model = before;
        return;
    }
    FUZZ_CHECK(ravel_array_destroy(*array) == RAVEL_OK);
    *array = out;
}
