"""Adjoints: how contributions to the elements of an array are put where they belong.

The first contribution to an element is assigned and the later ones are added, so that
nothing has to be set to zero. Elements that are read several times get a sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy

from autograd.programs.arrays import Access, Array, affine
from autograd.programs.assignments import CONSTANTS, INPUTS
from autograd.programs.calls import Places, View
from autograd.programs.passes.writer import Writer

Produce = Callable[[View], None]


class Adjoints:
    """The adjoint of every array that is wanted, while the backward pass is written.

    flat: the adjoints that are in use. An array needs its own from the first thing sent
    to it until it has sent on what it got; then another one may have the memory, which
    so stays in the cache: spare, by its shape.
    """

    def __init__(self, writer: Writer, wanted: Iterable[int]) -> None:
        self.writer, self.arrays = writer, writer.program.arrays
        self.active = active_arrays(self.arrays, set(wanted))
        self.spare: dict[tuple, list[View]] = {}
        self.flat = {number: self._made(number) for number in wanted}
        self.fresh = {
            number: numpy.ones(self.arrays[number].size, bool) for number in self.active
        }

    def _shape(self, number):
        array = self.arrays[number]
        return (array.size, *self.writer.trail(array))

    def _made(self, number):
        return self.writer.buffer(self._shape(number), "d")

    def of(self, number: int) -> View:
        """The adjoint of an array, flat."""
        if number not in self.flat:
            spare = self.spare.get(self._shape(number))
            self.flat[number] = spare.pop() if spare else self._made(number)
        return self.flat[number]

    def complete(self, number: int) -> None:
        """Set to zero what nothing was sent to: places in a grid that nobody reads."""
        rest = numpy.flatnonzero(self.fresh[number])
        if len(rest):
            self._put(number, rest, 0.0)

    def release(self, number: int) -> None:
        """Give away the memory of an adjoint that is not needed any more."""
        flat = self.flat.pop(number)
        if flat not in self.flat.values():
            self.spare.setdefault(flat.shape, []).append(flat)

    def whole(self, number: int) -> View:
        """The adjoint of an array in its shape."""
        flat = self.of(number)
        return flat.reshaped(self.arrays[number].shape + flat.shape[1:])

    def wants(self, access: Access) -> bool:
        """Whether what an access reads has an adjoint."""
        return access.source in self.active

    def take_over(self, access: Access, number: int) -> bool:
        """Make an array's adjoint that of what was read too, if it is all it will get.

        The array itself must not need its adjoint any more.
        """
        source = access.source
        fits = bool(
            source > INPUTS
            and self.wants(access)
            and self.fresh[source].all()
            and self._shape(source) == self.of(number).shape
            and access.covers(self.arrays[source].size)
        )
        if fits:
            self.flat[source] = self.of(number)
            self.fresh[source][:] = False
        return fits

    def seed(self, number: int, position: int, seed: View) -> None:
        """Begin with the derivative by one result: an element, for every lane."""
        if number not in self.active:
            return
        shape = (1, *self._shape(number)[1:])
        if shape != seed.shape:  # the same result in every lane
            summed = self.writer.scratch(shape)
            self.writer.sum(seed, (1,), summed)
            seed = summed
        self._put(number, numpy.array([position]), seed)

    def add(self, access: Access, given: View) -> None:
        """Add an array that is there already, which broadcasts to what was read."""

        def produce(out: View) -> None:
            self.writer.write("copy", (given,), out)

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
        has_lanes = self.writer.lanes is not None
        if given is not None and has_lanes:
            lanes = given.shape[-1]
        sums_lanes = has_lanes and lanes is not None and lanes > flat.shape[1]
        is_view = access.affine is not None and access.once.distinct
        if is_view and not access.repeated and not sums_lanes:
            self._send_to_view(access, produce, given)
            return
        full = self._materialised(access, produce, given, lanes)
        if is_view:
            self._send_sums(access, full, sums_lanes)
            return
        if sums_lanes:
            summed = self.writer.scratch((*full.shape[:-1], 1))
            self.writer.sum(full, (len(full.shape) - 1,), summed)
            full = summed
        self._scatter(access, full)

    def _materialised(self, access, produce, given, lanes):
        """The contributions as an array of the shape of the access."""
        trail = () if self.writer.lanes is None else (lanes,)
        shape = access.shape + trail
        if given is not None and given.shape == shape:
            return given
        out = self.writer.scratch(shape)
        produce(out)
        return out

    def _claim(self, source, positions):
        """Whether all these elements are fresh; if but some are, they become zero."""
        fresh = self.fresh[source]
        here = fresh[positions]
        fresh[positions] = False
        if here.all():
            return True
        if here.any():
            self._assign(source, numpy.unique(positions[here]), 0.0)
        return False

    def _put(self, number, positions, what):
        """Assign or add to elements, each named once, what is sent to them."""
        if self._claim(number, positions):
            self._assign(number, positions, what)
            return
        part = self._part(number, positions)
        if part is None:
            places = Places((positions,))
            self.writer.write("put_add", (what, places), self.of(number))
        else:
            self.writer.write("add", (part, what), part)

    def _assign(self, number, positions, what):
        part = self._part(number, positions)
        if part is None:
            self.writer.write("put", (what, Places((positions,))), self.of(number))
        else:
            self.writer.write("copy", (what,), part)

    def _part(self, number, positions):
        """Elements of an adjoint as a view, if they form one."""
        found = affine(positions)
        if found is None or (found[1][0] <= 0 and len(positions) > 1):
            return None
        step = max(found[1][0], 1)
        stop = found[0] + step * (len(positions) - 1) + 1
        return self.of(number).between(0, found[0], stop, step)

    def _send_to_view(self, access, produce, given):
        writer = self.writer
        part = writer.part(self.of(access.source), access)
        if self._claim(access.source, access.index):
            produce(part)
        elif given is not None:
            writer.write("add", (part, given), part)
        else:
            more = writer.scratch(part.shape)
            produce(more)
            writer.write("add", (part, more), part)

    def _send_sums(self, access, full, sums_lanes):
        axes = (*access.repeated, *([len(full.shape) - 1] if sums_lanes else []))

        def produce(out):
            self.writer.sum(full, axes, out)

        self._send_to_view(access.once, produce, None)

    def _scatter(self, access, full):
        """Sort contributions by target, add up those of one, and send them there."""
        writer = self.writer
        index = access.index.ravel()
        order = numpy.argsort(index, kind="stable")
        targets, starts = numpy.unique(index[order], return_index=True)
        width = full.shape[access.index.ndim :]
        shape = access.shape + width
        if full.shape != shape or not full.is_contiguous:
            copied = writer.scratch(shape)
            writer.write("copy", (full,), copied)
            full = copied
        sums = full.reshaped((len(index), *width))
        if (order != numpy.arange(len(order))).any():
            sums = writer.gathered(sums, order)
        if len(targets) < len(index):
            added = writer.scratch((len(targets), *width))
            writer.write("segments", (sums, Places((starts,))), added)
            sums = added
        self._put(access.source, targets, sums)


def active_arrays(arrays: list[Array], wanted: set[int]) -> set[int]:
    """The numbers of the arrays that depend on one of those wanted."""
    found = set(wanted)
    for number, array in enumerate(arrays):
        if any(access.source in found for access in array.reads()):
            found.add(number)
    return found
