"""AADC: records a kernel, and replays it; here with and without recording anew."""

from __future__ import annotations

from itertools import chain
from math import gcd

import aadc
import numpy as np

from .engine import TapeEngine, summed

#: How many rows a kernel takes where leaves are shared: the slopes by those come from
#: every run, to be summed here, so that fewer runs are faster.
TOGETHER = 10


class Aadc(TapeEngine):
    """Records for every pass, then replays once, without compiling."""

    exp, log = map(staticmethod, (aadc.idouble.exp, aadc.idouble.log))
    tanh = staticmethod(aadc.idouble.tanh)

    @staticmethod
    def relu(x):
        return aadc.math.max(x, 0.0)

    def kernel(self, program, numbers):
        """A kernel, with the places of its inputs and its output."""
        kernel = aadc.Functions()
        kernel.start_recording()
        leaves = list(map(aadc.idouble, numbers))
        inputs = [leaf.mark_as_input() for leaf in leaves]
        output = program(leaves).mark_as_output()
        kernel.stop_recording()
        return kernel, inputs, output

    def recorded(self, program, numbers):
        """A function of numbers that replays the program."""
        kernel, inputs, output = self.kernel(program, numbers)
        self.prepare(kernel)
        workspace = kernel.create_workspace(kind="scalar")

        def replayed(numbers):
            for place, number in zip(inputs, numbers):
                workspace.set_val(place, number)
            workspace.forward()
            workspace.set_diff(output, 1.0)
            workspace.reverse()
            return workspace.val(output), [workspace.diff(place) for place in inputs]

        return replayed

    def prepare(self, kernel):
        """What is done to a kernel between recording and replaying."""

    def differentiator(self, program):
        return lambda numbers: self.recorded(program, numbers)(numbers)


class AadcReplay(Aadc):
    """Records and compiles once, then only replays; many inputs in vectors."""

    def prepare(self, kernel):
        kernel.compile("scalar")

    def differentiator(self, program):
        replayed = []

        def differentiated(numbers):
            if not replayed:
                replayed.append(self.recorded(program, numbers))
            return replayed[0](numbers)

        return differentiated

    def table(self, numbers, width):
        return np.reshape(numbers, (-1, width)).T.copy()

    def differentiator_of_rows(self, program):
        made, one_thread = [], aadc.ThreadPool(1)

        def differentiated(given):
            columns, shared = given
            width, count = columns.shape
            together = gcd(count, TOGETHER) if shared else 1
            inputs = [*chain(*np.split(columns, together, axis=1)), *shared]
            last = together * width
            if not made:
                first = [column[0] for column in inputs[:last]]
                several = summed(program, together, width)
                made.extend(self.kernel(several, first + shared))
                made[0].compile("auto")
            kernel, places, output = made
            values, slopes, _ = aadc.evaluate(
                kernel, {output: places}, dict(zip(places, inputs)), one_thread
            )
            found = [slopes[output][place] for place in places]
            by_rows = np.stack(found[:last]).reshape(together, width, -1)
            by_shared = [by_leaf.sum() for by_leaf in found[last:]]
            return values[output].sum(), chain(by_rows.swapaxes(1, 2).flat, by_shared)

        return differentiated
