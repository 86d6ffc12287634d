"""Adjoints: how contributions to the elements of an array are put where they belong.

The first contribution to an element is assigned and the later ones are added, so that
nothing has to be set to zero. Elements that are read several times get a sum.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy

from autograd.programs.passes.colour import CONSTANTS, INPUTS
from autograd.programs.passes.positions import Access, affine
from autograd.programs.passes.writer import Writer

Produce = Callable[[numpy.ndarray], None]


class Adjoints:
    """The adjoint of every array that is wanted, while the backward pass is written.

    flat: the adjoints that are in use. An array needs its own from the first thing sent
    to it until it has sent on what it got; then another one may have the memory, which
    so stays in the cache: spare, by its shape.
    """

    def __init__(self, writer: Writer, wanted: set[int]) -> None:
        self.writer = writer
        arrays = writer.layout.arrays
        self.active = active_arrays(arrays, wanted)
        self.spare: dict[tuple, list[numpy.ndarray]] = {}
        self.flat = {number: numpy.zeros(self._shape(number)) for number in wanted}
        self.fresh = {
            number: numpy.ones(arrays[number].size, bool) for number in self.active
        }

    def _shape(self, number):
        array = self.writer.layout.arrays[number]
        return (array.size, *self.writer.trail(array))

    def of(self, number: int) -> numpy.ndarray:
        """The adjoint of an array, flat."""
        if number not in self.flat:
            shape = self._shape(number)
            spare = self.spare.get(shape)
            self.flat[number] = spare.pop() if spare else numpy.zeros(shape)
        return self.flat[number]

    def complete(self, number: int) -> numpy.ndarray:
        """Set to zero what nothing was sent to; the places of that."""
        rest = numpy.flatnonzero(self.fresh[number])
        if len(rest):
            self._clear(number, rest)
        return rest

    def release(self, number: int) -> None:
        """Give away the memory of an adjoint that is not needed any more."""
        flat = self.flat.pop(number)
        if not any(flat is other for other in self.flat.values()):
            self.spare.setdefault(flat.shape, []).append(flat)

    def whole(self, number: int) -> numpy.ndarray:
        """The adjoint of an array in its shape."""
        flat = self.of(number)
        return flat.reshape(self.writer.layout.arrays[number].shape + flat.shape[1:])

    def wants(self, access: Access) -> bool:
        """Whether what an access reads has an adjoint."""
        return access.source in self.active

    def take_over(self, access: Access, number: int) -> bool:
        """Make an array's adjoint that of what was read too, if it is all it will get.

        The array itself must not need its adjoint any more.
        """
        source = access.source
        arrays = self.writer.layout.arrays
        fits = bool(
            source > INPUTS
            and self.wants(access)
            and self.fresh[source].all()
            and self._shape(source) == self.of(number).shape
            and access.covers(arrays[source].size)
        )
        if fits:
            self.flat[source] = self.of(number)
            self.fresh[source][:] = False
        return fits

    def add(self, access: Access, given: numpy.ndarray) -> None:
        """Add an array that is there already, which broadcasts to what was read."""

        def produce(out: numpy.ndarray) -> None:
            self.writer.write("copyto", out, given)

        self._send(access, produce, given)

    def produced(self, access: Access, produce: Produce, lanes: int | None) -> None:
        """Add what ``produce`` computes into the array that it is given.

        lanes: the length of the last axis of what it computes.
        """
        self._send(access, produce, None, lanes)

    def _send(self, access, produce, given, lanes=None):
        if access.source == CONSTANTS or not self.wants(access):
            return
        flat = self.of(access.source)
        if given is not None and flat.ndim > 1:
            lanes = given.shape[-1]
        sums_lanes = flat.ndim > 1 and lanes is not None and lanes > flat.shape[1]
        if access.affine is not None and access.once.distinct:
            if not access.repeated and not sums_lanes:
                self._send_to_view(access, produce, given)
                return
            full = self._materialised(access, produce, given, lanes)
            self._send_sums(access, full, sums_lanes)
            return
        full = self._materialised(access, produce, given, lanes)
        if sums_lanes:
            full = self._summed(full, full.ndim - 1)
        self._scatter(access, full)

    def _materialised(self, access, produce, given, lanes):
        """The contributions as an array of the shape of the access."""
        trail = () if self.writer.lanes is None else (lanes or 1,)
        shape = access.shape + trail
        if given is not None and given.shape == shape:
            return given
        out = self.writer.array_of(self.writer.scratch(shape))
        produce(out)
        return out

    def _summed(self, full, *axes):
        """The array summed over axes, which keep the length 1."""
        shape = tuple(1 if i in axes else n for i, n in enumerate(full.shape))
        out = self.writer.array_of(self.writer.scratch(shape))
        self.writer.sum(full, axes, out)
        return out

    def _claim(self, source, positions):
        """Whether all these elements are fresh; if but some are, they become zero."""
        fresh = self.fresh[source]
        here = fresh[positions]
        fresh[positions] = False
        if here.all():
            return True
        if here.any():
            self._clear(source, numpy.unique(positions[here]))
        return False

    def _clear(self, source, positions):
        elements = self._elements(source, positions)
        view = "" if "[" in elements else "[...]"
        self.writer.lines.append(f"{elements}{view} = 0.0")

    def _elements(self, source, positions):
        """Text for elements of an adjoint: a view if they form one."""
        found = affine(positions)
        flat = self.of(source)
        if found is not None and (found[1][0] > 0 or len(positions) == 1):
            step = max(found[1][0], 1)
            stop = found[0] + step * (len(positions) - 1) + 1
            return self.writer.name(flat[found[0] : stop : step])
        return f"{self.writer.name(flat)}[{self.writer.name(positions)}]"

    def _send_to_view(self, access, produce, given):
        writer = self.writer
        flat = self.of(access.source)
        view = writer.view(flat, access)
        if self._claim(access.source, access.index):
            produce(view)
        elif given is not None:
            writer.write("add", view, given, view)
        else:
            more = writer.array_of(writer.scratch(view.shape))
            produce(more)
            writer.write("add", view, more, view)

    def _send_sums(self, access, full, sums_lanes):
        axes = (*access.repeated, *([full.ndim - 1] if sums_lanes else []))
        once = access.once

        def produce(out):
            self.writer.sum(full, axes, out)

        self._send_to_view(once, produce, None)

    def _scatter(self, access, full):
        """Sort contributions by target, add up those of one, and send them there."""
        writer = self.writer
        index = access.index.ravel()
        order = numpy.argsort(index, kind="stable")
        targets, starts = numpy.unique(index[order], return_index=True)
        width = full.shape[access.index.ndim :]
        if full.shape[: access.index.ndim] != access.shape:
            spread = writer.array_of(writer.scratch(access.shape + width))
            writer.write("copyto", spread, full)
            full = spread
        flat = self._flattened(full, (len(index), *width))
        sums = flat
        if (order != numpy.arange(len(order))).any():
            sums = writer.array_of(writer.gathered(flat, order))
        if len(targets) < len(index):
            added = writer.array_of(writer.scratch((len(targets), *width)))
            writer.write("segments", sums, starts, "0", "None", added)
            sums = added
        sign = "=" if self._claim(access.source, targets) else "+="
        elements = self._elements(access.source, targets)
        if sign == "=" and "[" not in elements:
            writer.write("copyto", elements, sums)
        elif "[" not in elements:
            writer.write("add", elements, sums, elements)
        else:
            writer.lines.append(f"{elements} {sign} {writer.name(sums)}")

    def _flattened(self, full, shape):
        """The contributions in a row: a view, or a copy if they lie apart."""
        if full.flags.c_contiguous:
            return full.reshape(shape)
        out = self.writer.array_of(self.writer.scratch(full.shape))
        self.writer.write("copyto", out, full)
        return out.reshape(shape)


def active_arrays(arrays: list, wanted: set[int]) -> set[int]:
    """The numbers of the arrays that depend on one of those wanted."""
    found = set(wanted)
    for number, array in enumerate(arrays):
        if any(access.source in found for access in array.reads()):
            found.add(number)
    return found
