"""The machine on NumPy: the calls written out as Python source, over buffers made once.

>>> from autograd import Value
>>> from autograd.programs import record
>>> x = Value(0.5)
>>> from autograd.programs.assignments import INPUTS
>>> passes = record(x * x + 1, inputs=[x]).fold().passes
>>> machine = NumPy(Task(passes, wanted=(INPUTS,)))
>>> machine.load([3.0], [])
>>> machine.forward(), machine.backward()
(None, None)
>>> machine.results[0].tolist(), machine.derivatives(INPUTS).tolist()
([10.0], [6.0])
>>> print(machine.sources[0], end="")
def forward():
    multiply(inputs, inputs, a3)
    add(a3, k, a4)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy

from autograd.programs.assignments import INPUTS, PARAMETERS
from autograd.programs.calls import Buffer, Call, Operand, Places, View
from autograd.programs.machines.counting import call_counts, kernel_count
from autograd.programs.machines.kernels import NAMESPACE, REDUCED, UFUNCS
from autograd.programs.machines.machine import Machine, Task
from autograd.programs.machines.sources import executed_for

LINE = 64  # bytes: vectors that cross a line take twice as long
MANY = 3000  # so many arrays take seconds to make ready
#: What adds, in an order of its own: how great the numbers may be that make no
#: difference; and what may give 0.0 where the graph has -0.0, or the other way round.
ADDING = {"product": 1e150, "sum": 1e300, "segments": 1e300, "mean": 1e300}
SIGNLESS = {*ADDING, "max", "min"}


class NumPy(Machine):
    """The buffers of a list of calls, and two functions that compute in them."""

    is_exact, raises = False, True
    COSTS = (6, 0.38, 0.45, 0.00017)
    CLOSELY = (
        *(1.6, 2e-5, 0.33, 0.00036, 0.1, 0.0021, 0.48, 0, 0.8, 0.00042, 0.67, 0.00036),
        *(2.3, 0.00013, 17, 0.013),
    )

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        calls = self.calls = task.calls()
        self.buffers = [made(buffer) for buffer in calls.buffers]
        self.numbers = {kind: self.array(x) for kind, x in calls.leaves.items()}
        self.adjoints = {kind: self.array(x) for kind, x in calls.adjoints.items()}
        self.places = dict(enumerate(calls.places))
        self.results = [self.array(view) for view in calls.results]
        self.seeds = self.array(calls.seeds)
        self.seeds[...] = 1.0
        text = Text(self)
        self._sources = [
            text.function("forward", calls.forward),
            text.function("backward", calls.backward),
        ]
        written = {
            title: executed_for(self, f"{title} {id(self):x}", source, text.namespace)
            for title, source in zip(("forward", "backward"), self._sources)
        }
        # in place of the methods, which would call them: a sweep may take 10 us in all
        vars(self).update({title: found[title] for title, found in written.items()})

    @classmethod
    def can(cls, task: Task) -> bool:
        """Whether every operation has a text: a user's may be made of functions."""
        return not task.program.untold

    @classmethod
    def counts(cls, task: Task) -> tuple[float, ...]:
        """Calls: of kernels, and of what sends to operands; and elements.

        With care it takes more calls, after others that have failed.
        """
        colouring = task.passes.colouring
        if len(colouring) > MANY:
            return ()
        kernels = sum(kernel_count(name) for name in colouring.operations)
        elements = len(task.program.operands) * (task.lanes or 1)
        times = 2 if task.careful else 1
        return times, times * kernels, times * colouring.reads, times * elements

    @classmethod
    def close_counts(cls, task: Task) -> tuple[float, ...]:
        """Calls and elements of each class of kernels; of products multiplications too.

        With care it takes more calls, after others that have failed.
        """
        times = 2 if task.careful else 1
        calls = task.passes.calls(task.lanes, (PARAMETERS, INPUTS), task.careful)
        return times, *(times * count for count in call_counts(calls))

    @property
    def sources(self) -> list[str]:
        """The two functions."""
        return self._sources

    def forward(self) -> None:
        """Compute the results from the numbers: replaced by what is written."""

    def backward(self) -> None:
        """Compute the adjoints from the seeds: replaced by what is written."""

    def array(self, view: View) -> numpy.ndarray:
        """A view of a buffer, as NumPy has it."""
        flat = self.buffers[view.buffer]
        step = flat.itemsize
        strides = tuple(stride * step for stride in view.strides)
        return numpy.ndarray(view.shape, flat.dtype, flat, view.base * step, strides)


def made(buffer: Buffer) -> numpy.ndarray:
    """The memory of a buffer, from the start of a line of the cache on."""
    kind = numpy.dtype(bool if buffer.is_truth else float)
    spare = LINE // kind.itemsize
    found = numpy.zeros(buffer.size + spare, kind)
    start = -found.__array_interface__["data"][0] % LINE // kind.itemsize
    found = found[start : start + buffer.size]
    if buffer.content is not None:
        found[...] = buffer.content.ravel()
    return found


class Text:
    """Calls as lines of Python, and what the names in them mean."""

    def __init__(self, machine: NumPy) -> None:
        self.machine, self.titles = machine, machine.calls.titles()
        self.namespace: dict[str, Any] = dict(NAMESPACE)
        self.is_careful = machine.calls.careful
        self._known: dict[Any, tuple[str, Any]] = {}
        self._counts: dict[str, int] = {}

    def function(self, title: str, calls: list[Call]) -> str:
        """The source of a function that does the calls one after the other."""
        lines = [f"def {title}():"]
        for call in calls:
            lines += [f"    {line}" for line in self.lines(call)]
            if self.is_careful and title == "forward" and call.kernel in SIGNLESS:
                lines.append(f"    refuse_zeros({self.view(call.result)})")
        return "\n".join(lines if calls else [*lines, "    pass"]) + "\n"

    def lines(self, call: Call) -> Iterator[str]:
        """The lines of one call."""
        if self.is_careful and call.kernel in ADDING:
            most = ADDING[call.kernel]
            yield from (f"refuse_great({self.view(x)}, {most})" for x in call.views())
        write = getattr(self, f"_{call.kernel}", self._elementwise)
        yield from write(call)

    def name(self, key: Any, prefix: str, thing: Callable[[], Any]) -> str:
        """The name of a thing in the written lines, made when it is first needed."""
        if key not in self._known:
            count = self._counts[prefix] = self._counts.get(prefix, 0) + 1
            name = prefix if count == 1 else f"{prefix}_{count}"
            self._known[key] = name, (key, thing)
            self.namespace[name] = thing()
        return self._known[key][0]

    def view(self, view: View) -> str:
        """The name of a view."""
        if view in self._known:
            return self._known[view][0]
        title = self.titles[view.buffer]
        return self.name(view, title, lambda: self.machine.array(view))

    def array(self, view: View) -> numpy.ndarray:
        """The array that a view is."""
        return self.namespace[self.view(view)]

    def thing(self, prefix: str, thing: Any) -> str:
        """The name of an object that is known by itself."""
        return self.name(id(thing), prefix, lambda: thing)

    def operand(self, x: Operand) -> str:
        """An operand by name: NumPy takes a microsecond less for a ready number."""
        if isinstance(x, View):
            return self.view(x)
        if isinstance(x, Places):
            return self.thing("i", x.along if len(x.along) > 1 else x.along[0])
        return self.name(repr(x), "k", lambda: numpy.array(x))

    def _elementwise(self, call):
        operands, kernel = list(map(self.operand, call.operands)), call.kernel
        if kernel == "neg":  # NumPy 2.4's negative errs on some strided arrays
            kernel, operands = "mul", [self.operand(-1.0), *operands]
        out = self.view(call.result)
        if call.kernel in ("maximum", "minimum"):
            out = f"out={out}"
        yield f"{UFUNCS[kernel]}({', '.join([*operands, out])})"

    def _copy(self, call):
        (x,), out = call.operands, call.result
        if isinstance(x, View) and x.shape == out.shape == (1,):
            yield f"{self.view(out)}[0] = {self.view(x)}[0]"
        elif isinstance(x, View):
            yield f"copyto({self.view(out)}, {self.view(x)})"
        else:
            yield f"{self.view(out)}.fill({number(x)})"

    def _choose(self, call):
        x, mask = map(self.operand, call.operands)
        yield f"copyto({self.view(call.result)}, {x}, where={mask})"

    def _product(self, call):
        yield self._product_of([self.view(x) for x in (*call.operands, call.result)])

    def _product_of(self, names):
        # dot begins a microsecond earlier than matmul, but needs the simplest arrays
        arrays = [self.namespace[name] for name in names]
        simple = all(x.ndim == 2 for x in arrays) and arrays[2].flags.c_contiguous
        return f"{'dot' if simple else 'matmul'}({', '.join(names)})"

    def _sum(self, call):
        (x,), out, axes = call.operands, call.result, call.axes
        full, found, first = self.array(x), self.array(out), len(axes)
        is_simple = full.flags.c_contiguous and found.flags.c_contiguous
        kept = full.ndim - first
        if is_simple and axes == (*range(first),):  # a product with ones is fastest
            rows = math.prod(full.shape[:first])
            yield self._with_ones(1, full.reshape(rows, -1), found.reshape(1, -1))
        elif is_simple and axes == (*range(kept, full.ndim),):
            columns = math.prod(full.shape[kept:])
            flat = full.reshape(-1, columns)
            yield self._with_ones(0, flat, found.reshape(-1, 1))
        else:
            listed = str(axes[0]) if first == 1 else str(axes)
            yield f"total({self.view(x)}, {listed}, None, {self.view(out)}, True)"

    def _with_ones(self, from_left, flat, out):
        """The sums of columns or of rows as a product."""
        size = flat.shape[0] if from_left else flat.shape[1]
        shape = (1, size) if from_left else (size, 1)
        ones = self.name(("ones", shape), "ones", lambda: numpy.ones(shape))
        names = [self.thing("v", flat), self.thing("v", out)]
        names.insert(0 if from_left else 1, ones)
        return self._product_of(names)

    def _mean(self, call):
        (x,), out = call.operands, call.result
        yield f"total({self.view(x)}, {call.axes[0]}, None, {self.view(out)}, True)"
        count = self.operand(float(x.shape[call.axes[0]]))
        yield f"divide({self.view(out)}, {count}, {self.view(out)})"

    def _extreme(self, call):
        (x,), name = call.operands, REDUCED[call.kernel]
        axis, out = call.axes[0], self.view(call.result)
        yield f"{name}({self.view(x)}, {axis}, None, {out}, True)"

    _max = _min = _prod = _extreme

    def _along(self, call):
        operands = [self.operand(x) for x in call.operands]
        operands += [str(call.axes[0]), self.view(call.result)]
        yield f"{call.kernel}({', '.join(operands)})"

    _logsumexp = _mean_slopes = _prod_slopes = _along
    _max_slopes = _min_slopes = _logsumexp_slopes = _along

    def _segments(self, call):
        x, starts = map(self.operand, call.operands)
        yield f"segments({x}, {starts}, 0, None, {self.view(call.result)})"

    def _take(self, call):
        x, places = map(self.operand, call.operands)
        # mode "clip" writes to out directly, "raise" by way of a copy
        yield f"{x}.take({places}, 0, {self.view(call.result)}, 'clip')"

    def _put(self, call, sign="="):
        x, places = call.operands
        x = self.view(x) if isinstance(x, View) else number(x)
        yield f"{self.view(call.result)}[{self.operand(places)}] {sign} {x}"

    def _put_add(self, call):
        yield from self._put(call, "+=")


def number(x: float) -> str:
    """A number written out."""
    return repr(x) if math.isfinite(x) else f"float('{x}')"
