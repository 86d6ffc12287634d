"""Some values of a graph as a picture: each in a box of its own, or many in one box.

What belongs to the graph but not to the picture is told in boxes of its own: so many
operands, so many uses that are not shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from math import nan
from typing import Any

from autograd.backward import edges
from autograd.drawing.choosing.arrows import Sent, bundle, furthest, omitted, summed
from autograd.drawing.choosing.groups import Group
from autograd.drawing.picture import Arrow, Box, Inside, Picture
from autograd.drawing.reading.formulas import shown_operands, worked
from autograd.drawing.reading.graph import Graph, adjoints_of, gradient, site
from autograd.drawing.reading.titles import Title
from autograd.value import Value

# With more uses than these, those of one operand share an arrow.
MOST_USES = 300


class Builder:
    """A picture in the making.

    groups: what is drawn, operands first; leaves: nodes whose operands are not asked
    for.
    """

    def __init__(
        self, graph: Graph, groups: Sequence[Group], leaves: Collection[Any] = ()
    ) -> None:
        self.graph, self.groups, self.leaves = graph, groups, leaves
        self.home = {node: i for i, g in enumerate(groups) for node in g.members}
        self.outputs: list[dict[Any, None]] = [{} for _ in groups]
        # uses that are not drawn: the node that uses a value, its derivative by that
        self.unseen: list[list[tuple[Any, float]]] = [[] for _ in groups]
        for node in graph.order:
            self.note_uses(node)
        if graph.result in self.home:
            self.outputs[self.home[graph.result]][graph.result] = None
        shown = {g.members[0] for g in groups if g.kind == "value"}
        shown |= {next(iter(told)) for told in self.outputs if len(told) == 1}
        self.titles = graph.titles(shown)
        self.keys = [self.key(group) for group in groups]
        self.gradient: Callable[[Any], float | None] = gradient

    def note_uses(self, node: Any) -> None:
        """Remember which values this node uses from outside of its box."""
        at = None if node in self.leaves else self.home.get(node)
        for operand, derivative in edges(node):
            home = self.home.get(operand)
            if home is not None and home != at:
                self.outputs[home][operand] = None
                if at is None:
                    self.unseen[home].append((node, derivative))

    def sent(self, node: Any, derivative: float) -> Sent:
        """What a node sends to an operand."""
        grad = self.gradient(node)
        return derivative, None if grad is None else grad * derivative

    def key(self, group: Group) -> str:
        """The key of a group's box."""
        kind = "v" if group.kind == "value" else "g"
        return f"{kind}{self.graph.place[group.members[-1]]}"

    def picture(self, note: str = "", opened: dict | None = None) -> Picture:
        """The picture as the graph is now, with that after one backward pass."""
        passed = self.passed()._replace(note=note, opened=opened or {})
        boxes, arrows = self.drawn(gradient)
        return passed._replace(boxes=boxes, arrows=arrows, passed=passed)

    def passed(self) -> Picture:
        """The picture after one backward pass from the result, and no other."""
        boxes, arrows = self.drawn(self.graph.adjoints.get)
        result = self.graph.result
        title = self.titles.get(result) or self.graph.titles({result})[result]
        return Picture(boxes, arrows, title, len(self.graph.order))

    def drawn(
        self, gradient: Callable[[Any], float | None]
    ) -> tuple[tuple[Box, ...], tuple[Arrow, ...]]:
        """The boxes and the arrows, with gradients that a function tells."""
        self.gradient = gradient
        things: list[Box | Arrow] = []
        for i, group in enumerate(self.groups):
            made = self.value if group.kind == "value" else self.group
            things += [*made(i, group), *self.uses(i)]
        arrows = tuple(thing for thing in things if isinstance(thing, Arrow))
        leaving = Counter(arrow.operand for arrow in arrows)
        entering = Counter(arrow.result for arrow in arrows)
        boxes = tuple(
            thing._replace(leaving=leaving[thing.key], entering=entering[thing.key])
            for thing in things
            if isinstance(thing, Box)
        )
        return boxes, arrows

    def value(self, i: int, group: Group) -> Iterator[Box | Arrow]:
        """The box of one value, the plain numbers beside it, its arrows."""
        node, key = group.members[0], self.keys[i]
        title, role = self.titles[node], self.graph.role(node)
        if node in self.leaves and node.operands:
            role = "input"
        yield self.box_of(node, key, title, role)._replace(worked=worked(node))
        if node in self.leaves:
            return
        constants = {} if title.spelled else constant_boxes(node, key)
        if len(constants) > MOST_USES:
            stub = omitted(f"{key}n", len(constants), "plain number")
            yield stub
            yield Arrow(stub.key, key, None, None, uses=0)
            constants = {}
        yield from constants.values()
        yield from self.arrows_to_value(i, node, constants)

    def box_of(self, node: Any, key: str, title: Title, role: str) -> Box:
        """A box with the numbers of a node."""
        grad, recorded = self.gradient(node), gradient(node)
        return Box(key, title, role, node.data, grad, recorded, site=site(node))

    def arrows_to_value(
        self, i: int, node: Any, constants: dict[int, Box]
    ) -> Iterator[Box | Arrow]:
        """An arrow for each use, in order; one for all uses of a box of many."""
        derivatives = iter(node.derivatives)
        many: dict[int | None, list[Sent]] = defaultdict(list)
        crowded = len(node.operands) > MOST_USES
        for place, operand in enumerate(node.operands):
            if place in constants:
                yield Arrow(constants[place].key, self.keys[i], None, None, uses=0)
            elif isinstance(operand, Value):
                sent, home = self.sent(node, next(derivatives)), self.home.get(operand)
                if crowded or home is None or len(self.outputs[home]) > 1:
                    many[home].append(sent)
                else:
                    yield Arrow(self.keys[home], self.keys[i], *sent)
        yield from self.bundles(i, many)

    def bundles(
        self, i: int, many: dict[int | None, list[Sent]]
    ) -> Iterator[Box | Arrow]:
        """An arrow from each box of many; from one that tells of what is not shown."""
        for home, sent in many.items():
            if home is not None:
                yield bundle(self.keys[home], self.keys[i], sent)
                continue
            stub = omitted(f"{self.keys[i]}o", len(sent), "operand")
            yield stub
            yield bundle(stub.key, self.keys[i], sent)

    def uses(self, i: int) -> Iterator[Box | Arrow]:
        """The box that tells of uses that are not shown, and the arrow to it."""
        sent = [self.sent(node, derivative) for node, derivative in self.unseen[i]]
        if sent and self.groups[i].members[0] not in self.leaves:
            stub = omitted(f"{self.keys[i]}u", len(sent), "use")
            yield stub
            yield bundle(self.keys[i], stub.key, sent)

    def group(self, i: int, group: Group) -> Iterator[Box | Arrow]:
        """The box of many values, and its arrows."""
        outputs = list(self.outputs[i])
        yield self.group_box(i, group, outputs)
        one = len(outputs) == 1
        inner = adjoints_of(group.members, outputs[0], 1.0) if one else {}
        crossing: dict[int | None, list[Sent]] = defaultdict(list)
        for node in group.members:
            for operand, derivative in edges(node):
                home = self.home.get(operand)
                if home != i:
                    whole = derivative * inner.get(node, 0.0)
                    _, amount = self.sent(node, derivative)
                    crossing[home].append((whole, amount))
        for home, sent in list(crossing.items()):
            if one and home is not None and len(self.outputs[home]) == 1:
                del crossing[home]
                yield summed(self.keys[home], self.keys[i], sent)
        yield from self.bundles(i, crossing)

    def group_box(self, i: int, group: Group, outputs: list[Any]) -> Box:
        """The box of many values: of its only output, or of all of them."""
        inside, name, key = self.inside(group, outputs), group.name, self.keys[i]
        role = "result" if self.graph.result in self.outputs[i] else "group"
        if len(outputs) == 1:
            title = self.titles[outputs[0]]
            if name:
                rest = f": {title.name or title.rest}"
                title = Title(name, rest, name + rest, True)
            return self.box_of(outputs[0], key, title, role)._replace(inside=inside)
        grad = furthest([self.gradient(node) for node in outputs])
        recorded = furthest([gradient(node) for node in outputs])
        box = Box(key, Title(name, "", name, True), role, nan, grad, recorded)
        return box._replace(words=f"{len(outputs):,} values", inside=inside)

    def inside(self, group: Group, outputs: list[Any]) -> Inside:
        """What a group contains."""
        rows = [[w for w in row if isinstance(w, Value)] for row in group.rows]
        return Inside(
            group.kind,
            len(group.members),
            len(outputs),
            tuple(tuple(w.data for w in row) for row in rows),
            tuple(tuple(self.gradient(w) for w in row) for row in rows),
        )


def constant_boxes(node: Any, key: str) -> dict[int, Box]:
    """A small box for each plain number among the operands, by its place."""
    shown = shown_operands(node)
    skipped = len(node.operands) - len(shown)
    return {
        i: Box(f"{key}c{i}", Title("", "", "", True), "constant", x, None)
        for i, x in enumerate(shown, skipped)
        if not isinstance(x, Value)
    }
