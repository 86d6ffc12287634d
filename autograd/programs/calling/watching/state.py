"""State: what a function reads by itself, besides the data of Values.

Globals, closures, defaults, attributes, and what lists, dicts, sets and arrays contain,
as far as the names in the code that ran lead to them.

>>> from autograd.programs.calling.watching.watch import watching
>>> scale = [2.0]
>>> def function(x, scale=scale):
...     return x * scale[0]
>>> with watching() as watch:
...     function(1.0)
2.0
>>> state = State([function], watch.codes)
>>> state.change()
>>> scale[0] = 5.0
>>> state.change()
'scale was changed'
>>> state.restore()
>>> scale
[2.0]
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from operator import call, is_, not_

from autograd.programs.calling.watching.look import Look
from autograd.programs.calling.watching.parts import alike, bits, rewrite, same_items


class State(Look):
    """All that was found, and whether it is still so."""

    def __init__(
        self, roots: Iterable, codes: dict[int, tuple], apart: Iterable = ()
    ) -> None:
        super().__init__(roots, codes, apart)
        self._reads = [guard.read for guard in self.guards]
        self._kept = [guard.kept for guard in self.guards]
        lists = [isinstance(x.container, list) for x in self.contents]
        found = [*compress(self.contents, lists)]
        self._lists = [x.container for x in found], [x.kept for x in found]
        self._others = [*compress(self.contents, map(not_, lists))]

    def same(self) -> bool:
        """Whether nothing was changed."""
        for same in (is_, alike):  # the quicker question first
            if all(map(same, map(call, self._reads), self._kept)):
                break
        else:
            return False
        if not all(map(same_items, *self._lists)):
            return False
        if self._others and not all(x.same() for x in self._others):
            return False
        return all(bits(array) == kept for array, _, kept in self.arrays)

    def change(self) -> str | None:
        """What was changed, in words; None if nothing was."""
        found = [x.label for x in self.guards if not alike(x.read(), x.kept)]
        found += [x.label for x in self.contents if not x.same()]
        found += [label for array, label, kept in self.arrays if bits(array) != kept]
        return f"{found[0]} was changed" if found else None

    def restore(self) -> None:
        """Put back what was changed."""
        for guard in self.guards:
            if guard.read() is not guard.kept:
                guard.write(guard.kept)
        for x in self.contents:
            if not x.same():
                x.write(x.kept)
        for array, _, kept in self.arrays:
            if bits(array) != kept:
                rewrite(array, kept)

    def stand(self) -> list:
        """Where the generators of random numbers stand."""
        return [x.state() for x in self.randoms]

    def moved(self, stand: list, restore: bool = False) -> str | None:
        """What was changed since the generators stood there, in words; None if nothing.

        restore: whether it is put back.
        """
        change, is_same = self.change(), self.stand() == stand
        if restore and change:
            self.restore()
        if restore and not is_same:
            for random, then in zip(self.randoms, stand):
                random.restore(then)
        if not is_same:
            return "it draws random numbers"
        return change and f"it changes what it reads: {change}"
