"""min_max and mean_var: random calls, whose results are those of the two functions that they stand for, which calls of
their own hold against NumPy's."""

import numpy as np

import ravel
from calls import CONTEXTS
from dtypes import NAMES
from judge import Wrong, difference, same

_DTYPES = [name for name in NAMES if name != "bfloat16"]  # of which NumPy has no arrays for results
_SINGLES = {"min_max": (ravel.min, ravel.max), "mean_var": (ravel.mean, ravel.var)}


def _outcome(context, call):
    """What a call gives, or which error."""
    try:
        with context:
            return call()
    except ravel.RavelError as error:
        return type(error)


def _axes(call, ndim):
    random = call.random
    chosen = [axis - random.choice((0, ndim)) for axis in random.sample(range(ndim), random.randint(0, ndim))]
    return None if call.chance(0.3) else chosen[0] if len(chosen) == 1 and call.chance(0.5) else tuple(chosen)


def judge_pair(call, name):
    random = call.random
    lengths, dtype = call.shape(), random.choice(_DTYPES)
    x, own = call.place(dtype, lengths), [{}, {}]
    call.place_mask(lengths)
    call.settle()
    options = {"axis": _axes(call, len(lengths)), "keepdims": call.chance(0.3)}
    if call.case.where is not None:
        options["where"] = call.handed(call.case.where)
    both = dict(options)
    if name == "mean_var" and call.chance(0.5):
        both["correction"] = own[1]["correction"] = random.choice((0.5, 1, 2.25, -1))
    if name == "min_max" and call.chance(0.9 if call.case.where is not None else 0.3):
        both["initial"] = own[0]["initial"] = own[1]["initial"] = random.choice((0, 1, 7))
    before = [buffer.copy() for buffer in call.buffers]
    context = CONTEXTS[call.case.isa]
    singles = [
        _outcome(context, lambda function=function, more=more: function(call.handed(x), **options, **more))
        for function, more in zip(_SINGLES[name], own)
    ]
    pair = _outcome(context, lambda: getattr(ravel, name)(call.handed(x), **both))
    if any(not np.array_equal(*each) for each in zip(call.buffers, before)):
        raise Wrong("an input was written to")
    if isinstance(pair, type) or any(isinstance(each, type) for each in singles):
        if not pair == singles[0] == singles[1]:
            raise Wrong("gives %r, where the two give %r" % (pair, singles))
        return
    for mine, single, which in zip(pair, singles, ("first", "second")):
        mine, single = np.asarray(mine), np.asarray(single)
        if mine.dtype != single.dtype or not same(mine, single):
            raise Wrong("the %s result differs: %s" % (which, difference(mine, single)))
