"""Who owns what: handles end with their objects, the memory's owner lives as long as a handle to it."""

import array
import copy
import ctypes
import gc
import pickle
import unittest
import weakref
from unittest import mock

import ravel
from ravel._library import lib
from .support import needs_numpy, np


def alive(handle):
    answer = ctypes.c_int32()
    return lib.array_ndim(handle, ctypes.byref(answer)) == 0


class Lifetime(unittest.TestCase):
    def test_a_handle_ends_with_its_array(self):
        a = ravel.Array(array.array("d", [1, 2]))
        handle = a.handle
        self.assertTrue(alive(handle))
        del a
        gc.collect()
        self.assertFalse(alive(handle))
        self.assertEqual(lib.array_destroy(handle), 3)  # destroyed already: a clean answer

    def test_handles_are_never_copied(self):
        memory = array.array("d", [1, 2])
        a = ravel.Array(memory)
        other = copy.copy(a)
        self.assertNotEqual(other.handle, a.handle)
        self.assertIs(other.owner, memory)
        for refused in (copy.deepcopy, pickle.dumps):
            with self.assertRaisesRegex(TypeError, "describes memory of another object"):
                refused(a)
        for refused in (copy.copy, copy.deepcopy, pickle.dumps):
            with self.assertRaisesRegex(TypeError, "make another one"):
                refused(ravel.Context())
        kernel = ravel.find("add")
        self.assertIs(copy.copy(kernel), kernel)
        self.assertIs(copy.deepcopy(kernel), kernel)
        self.assertEqual(pickle.loads(pickle.dumps(kernel)).name, "add")
        own = ravel.kernel("float64 -> float64")(lambda x, out: None).kernel
        self.assertIs(copy.deepcopy(own), own)
        with self.assertRaisesRegex(TypeError, "one's own"):
            pickle.dumps(own)

    def test_the_owner_lives_as_long_as_the_array(self):
        memory = array.array("d", [1, 2])
        watch = weakref.ref(memory)
        a = ravel.Array(memory)
        view = a[1:]
        del memory, a
        gc.collect()
        self.assertIsNotNone(watch())
        self.assertEqual(view.owner[1], 2)
        del view
        gc.collect()
        self.assertIsNone(watch())

    def test_a_buffer_cannot_move_under_an_array(self):
        memory = bytearray(16)
        a = ravel.Array(memory, "double", (2,))
        view = a[::2]
        with self.assertRaises(BufferError):
            memory.append(0)
        del a
        with self.assertRaises(BufferError):
            memory.append(0)
        del view
        gc.collect()
        memory.append(0)
        ravel.sum(memory, out=ravel.empty((), "uint64"))
        memory.append(0)  # a call holds nothing when it has ended
        with self.assertRaises(ravel.RavelError):
            ravel.subtract(memory, memory, out=ravel.empty(3))
        memory.append(0)

    @needs_numpy
    def test_cycles_are_collected(self):
        class Field(np.ndarray):
            pass

        field = np.zeros(3).view(Field)
        field.described = ravel.Array(field)
        handle, watch = field.described.handle, weakref.ref(field)
        del field
        gc.collect()
        self.assertIsNone(watch())
        self.assertFalse(alive(handle))

    def test_a_pointer_keeps_the_memory(self):
        memory = array.array("i", [1, 2])
        watch = weakref.ref(memory)
        pointer = ravel.require(memory, "int")
        del memory
        gc.collect()
        self.assertIsNotNone(watch())
        self.assertEqual(pointer[1], 2)
        del pointer
        gc.collect()
        self.assertIsNone(watch())

    def test_calls_leave_nothing_behind(self):
        """Good calls and refused ones, inputs and outputs that cannot be described: each handle made is ended."""
        made, ended = [], []
        create, scalar, destroy = lib.array_create, lib.array_create_scalar, lib.array_destroy

        def counted(function):
            def call(*arguments):
                status = function(*arguments)
                made.append(status == 0)
                return status

            return call

        x, out = array.array("d", [1, 2]), array.array("d", [0, 0])
        with mock.patch.object(lib, "array_create", counted(create)), mock.patch.object(
            lib, "array_create_scalar", counted(scalar)
        ), mock.patch.object(lib, "array_destroy", lambda handle: ended.append(destroy(handle))):
            ravel.add(x, 1.5, out=out)
            for bad in (1j, [1], None, memoryview(bytearray(32)).cast("d", (2, 2)), array.array("d", [1, 2, 3])):
                for arguments in ((x, bad, out), (bad, x, out), (x, 1.5, bad)):
                    if arguments[2] is not None:
                        with self.assertRaises((TypeError, ValueError)):
                            ravel.add(arguments[0], arguments[1], out=arguments[2])
                with self.assertRaises((TypeError, ValueError)):
                    ravel.sum(x, out=bad if bad is not None else out)
        self.assertGreater(sum(made), 30)
        self.assertEqual(ended, [0] * sum(made))
        x.append(3)
        out.append(3)

    def test_contexts_end(self):
        context = ravel.Context()
        handle = context.handle
        del context
        gc.collect()
        self.assertEqual(lib.context_trim(handle), 2)

    def test_kernels_end(self):
        events = []

        class Loop:
            def __call__(self, x, out):
                out[:] = x

        loop = Loop()
        watch = weakref.ref(loop, lambda _: events.append("gone"))
        function = ravel.kernel("float64 -> float64", name="loop")(loop)
        handle = function.kernel.handle
        del loop
        gc.collect()
        self.assertIsNotNone(watch())
        out = array.array("d", [0])
        function(array.array("d", [3]), out=out)
        self.assertEqual(out[0], 3)
        del function
        gc.collect()
        self.assertEqual(events, ["gone"])
        self.assertEqual(lib.kernel_destroy(handle), 3)

    def test_built_in_kernels_stay(self):
        kernel = ravel.find("add")
        handle = kernel.handle
        del kernel
        gc.collect()
        self.assertEqual(ravel.find("add").handle, handle)
