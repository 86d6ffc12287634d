"""HIPS autograd, on scalars and on arrays."""

from __future__ import annotations

import autograd.numpy as np

from autograd import value_and_grad

from .array_engine import ArrayEngine
from .engine import Engine


class HipsScalars(Engine):
    exp, log, tanh = map(staticmethod, (np.exp, np.log, np.tanh))

    @staticmethod
    def relu(x):
        return np.maximum(x, 0.0)

    def differentiator(self, program):
        # elements of one array: derivatives by a list would take quadratic time
        def of_array(array):
            return program([array[i] for i in range(len(array))])

        function = value_and_grad(of_array)
        return lambda numbers: function(np.array(numbers))

    def shifted(self, leaves, velocity):
        return [leaf + float(v) for leaf, v in zip(leaves, velocity)]


class HipsArrays(ArrayEngine):
    exp, log = map(staticmethod, (np.exp, np.log))

    @staticmethod
    def relu(x):
        return np.maximum(x, 0.0)

    def differentiator(self, program):
        return value_and_grad(program)
