"""Some values of a graph as a picture: each in a box of its own, or many in one box.

What belongs to the graph but not to the picture is told in boxes of its own: so many
operands, so many uses that are not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from math import nan
from typing import Any, NamedTuple

from autograd.backward import edges
from autograd.drawing.choosing.arrows import Sent, bundle, furthest, omitted, summed
from autograd.drawing.picture import Arrow, Box, Inside, Picture
from autograd.drawing.reading.formulas import Title, shown_operands, worked
from autograd.drawing.reading.graph import Graph, gradient, site
from autograd.drawing.reading.names import is_value

# With more uses than these, those of one operand share an arrow.
MOST_USES = 300


class Group(NamedTuple):
    """Nodes that share a box: one node, or many under a name.

    members: in topological order; rows: the weights of its units, a row for each.
    """

    members: tuple[Any, ...]
    kind: str = "value"
    name: str = ""
    rows: tuple[tuple[Any, ...], ...] = ()


class Sketch:
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
        self.unseen: list[list[Sent]] = [[] for _ in groups]  # uses that are not drawn
        for node in graph.order:
            self.note_uses(node)
        if graph.result in self.home:
            self.outputs[self.home[graph.result]][graph.result] = None
        shown = {g.members[0] for g in groups if g.kind == "value"}
        shown |= {next(iter(told)) for told in self.outputs if len(told) == 1}
        self.titles = graph.titles(shown)
        self.keys = [self.key(group) for group in groups]

    def note_uses(self, node: Any) -> None:
        """Remember which values this node uses from outside of its box."""
        at = None if node in self.leaves else self.home.get(node)
        for operand, derivative in edges(node):
            home = self.home.get(operand)
            if home is not None and home != at:
                self.outputs[home][operand] = None
                if at is None:
                    self.unseen[home].append(self.sent(node, derivative))

    def sent(self, node: Any, derivative: float) -> Sent:
        """What a node sends to an operand."""
        grad = gradient(node)
        amount = None if grad is None else grad * derivative
        return derivative, amount, self.graph.adjoints[node] * derivative

    def key(self, group: Group) -> str:
        """The key of a group's box."""
        kind = "v" if group.kind == "value" else "g"
        return f"{kind}{self.graph.place[group.members[-1]]}"

    def picture(self, note: str = "", opened: dict | None = None) -> Picture:
        """The picture itself."""
        boxes: list[Box] = []
        arrows: list[Arrow] = []
        for i, group in enumerate(self.groups):
            draw = self.value if group.kind == "value" else self.group
            for thing in (*draw(i, group), *self.uses(i)):
                (arrows if isinstance(thing, Arrow) else boxes).append(thing)  # type: ignore[arg-type]
        result = self.graph.result
        title = self.titles.get(result) or self.graph.titles({result})[result]
        count = len(self.graph.order)
        lines = counted_lines(boxes, arrows)
        return Picture(lines, tuple(arrows), title, note, count, opened or {})

    def value(self, i: int, group: Group) -> Iterator[Box | Arrow]:
        """The box of one value, the plain numbers beside it, its arrows."""
        node, key = group.members[0], self.keys[i]
        title, role = self.titles[node], self.graph.role(node)
        if node in self.leaves and node.operands:
            role = "input"
        adjoint = self.graph.adjoints[node]
        box = Box(key, title, role, node.data, gradient(node), adjoint)
        yield box._replace(worked=worked(node), site=site(node))
        if node in self.leaves:
            return
        constants = {} if title.spelled else constant_boxes(node, key)
        if len(constants) > MOST_USES:
            stub = omitted(f"{key}n", len(constants), "plain number")
            yield stub
            yield Arrow(stub.key, key, None, None)
            constants = {}
        yield from constants.values()
        yield from self.arrows_to_value(i, node, constants)

    def arrows_to_value(
        self, i: int, node: Any, constants: dict[int, Box]
    ) -> Iterator[Box | Arrow]:
        """An arrow for each use, in order; one for all uses of a box of many."""
        derivatives = iter(node.derivatives)
        many: dict[int | None, list[Sent]] = {}
        crowded = len(node.operands) > MOST_USES
        for place, operand in enumerate(node.operands):
            if place in constants:
                yield Arrow(constants[place].key, self.keys[i], None, None)
            elif is_value(operand):
                sent, home = self.sent(node, next(derivatives)), self.home.get(operand)
                if crowded or home is None or len(self.outputs[home]) > 1:
                    many.setdefault(home, []).append(sent)
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
        sent = self.unseen[i]
        if sent and self.groups[i].members[0] not in self.leaves:
            stub = omitted(f"{self.keys[i]}u", len(sent), "use")
            yield stub
            yield bundle(self.keys[i], stub.key, sent)

    def group(self, i: int, group: Group) -> Iterator[Box | Arrow]:
        """The box of many values, and its arrows."""
        outputs = list(self.outputs[i])
        yield self.group_box(i, group, outputs)
        one = outputs[0] if len(outputs) == 1 else None
        inner = self.inner_adjoints(i, group, one) if one is not None else {}
        crossing: dict[int | None, list[Sent]] = {}
        for node in group.members:
            for operand, derivative in edges(node):
                home = self.home.get(operand)
                if home != i:
                    whole = derivative * inner.get(node, 0.0)
                    _, amount, share = self.sent(node, derivative)
                    crossing.setdefault(home, []).append((whole, amount, share))
        for home, sent in list(crossing.items()):
            scalar = home is not None and len(self.outputs[home]) == 1
            if one is not None and scalar and home is not None:
                del crossing[home]
                yield summed(self.keys[home], self.keys[i], sent)
        yield from self.bundles(i, crossing)

    def inner_adjoints(self, i: int, group: Group, output: Any) -> dict[Any, float]:
        """The derivatives of the only output of a group by its members."""
        inner = {output: 1.0}
        for node in reversed(group.members):
            adjoint = inner.get(node, 0.0)
            for operand, derivative in edges(node):
                if self.home.get(operand) == i:
                    inner[operand] = inner.get(operand, 0.0) + adjoint * derivative
        return inner

    def group_box(self, i: int, group: Group, outputs: list[Any]) -> Box:
        """The box of many values: of its only output, or of all of them."""
        inside = self.inside(group, outputs)
        result = self.graph.result in self.outputs[i]
        role = "result" if result else "group"
        if len(outputs) == 1:
            node = outputs[0]
            title = self.titles[node]
            if group.name:
                name = title.name or title.rest
                title = Title(group.name, f": {name}", f"{group.name}: {name}", True)
            adjoint = self.graph.adjoints[node]
            box = Box(self.keys[i], title, role, node.data, gradient(node), adjoint)
            return box._replace(inside=inside, site=site(node))
        title = Title(group.name, "", group.name, True)
        grads = [gradient(node) for node in outputs]
        known = [grad for grad in grads if grad is not None]
        grad = furthest(known) if len(known) == len(grads) else None
        adjoint = furthest([self.graph.adjoints[node] for node in outputs])
        words = f"{len(outputs):,} values"
        box = Box(self.keys[i], title, role, nan, grad, adjoint)
        return box._replace(inside=inside, words=words)

    def inside(self, group: Group, outputs: list[Any]) -> Inside:
        """What a group contains."""
        rows = [[w for w in row if is_value(w)] for row in group.rows]
        return Inside(
            group.kind,
            len(group.members),
            len(outputs),
            tuple(tuple(w.data for w in row) for row in rows),
            tuple(tuple(gradient(w) for w in row) for row in rows),
            tuple(tuple(self.graph.adjoints[w] for w in row) for row in rows),
        )


def counted_lines(boxes: list[Box], arrows: list[Arrow]) -> tuple[Box, ...]:
    """The boxes, each with the number of lines that meet it."""
    leaving = Counter(arrow.operand for arrow in arrows)
    entering = Counter(arrow.result for arrow in arrows)
    return tuple(
        box._replace(leaving=leaving[box.key], entering=entering[box.key])
        for box in boxes
    )


def constant_boxes(node: Any, key: str) -> dict[int, Box]:
    """A small box for each plain number among the operands, by its place."""
    shown = shown_operands(node)
    skipped = len(node.operands) - len(shown)
    return {
        i: Box(f"{key}c{i}", Title("", "", "", True), "constant", x, None)
        for i, x in enumerate(shown, skipped)
        if not is_value(x)
    }
